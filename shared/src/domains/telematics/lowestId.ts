/** Sorts before every id: where reading in the order of ids, or of moments and ids, begins. */
export const lowestId = '00000000-0000-0000-0000-000000000000';
