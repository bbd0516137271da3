import type { DerivedBehaviorEvent } from '../derived.ts';

export type Severity = DerivedBehaviorEvent['severity'];

/** How bad it is; what reached no threshold, or is not known, is minor. */
export function severityOf(value: number | null, thresholds: { moderate: number; severe: number }): Severity {
  if (value === null || value < thresholds.moderate) return 'minor';
  return value < thresholds.severe ? 'moderate' : 'severe';
}
