/** Why a reading was not stored. Stable: clients and alert rules refer to these words. */
export const rejectionReasons = [
  'malformed',
  'unknown_device',
  'future_clock',
  'too_old',
  'impossible_coordinates',
  'null_island',
  'impossible_speed',
  'tenant_suspended',
  'unstorable',
] as const;

export type RejectionReason = (typeof rejectionReasons)[number];

/** Why, and a sentence that says what was wrong with which value. */
export type Cause = { reason: RejectionReason; detail: string };
