/** From this speed on a vehicle moves: below it a receiver at rest may drift. */
export const movingKph = 5;
