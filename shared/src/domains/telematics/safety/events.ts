/** `driver.safety_score_changed`: the score of the last thirty days is another one now. */
export type DriverSafetyScoreChanged = { id: string; safetyScore: number; previousSafetyScore: number };
