import { behaviorEventTypes, severities } from '../fold/derived.ts';
import type { BehaviorEventType, EventCounts, Severity } from './counts.ts';

// docs/safety-score.md explains the formula and its limits.

/** Stored with every score; a change of anything below makes it another formula. */
export const formulaVersion = 1;

/** Points of an event by severity, and what its kind multiplies them by. Idling wastes fuel and endangers nobody. */
export const severityPoints: Readonly<Record<Severity, number>> = { minor: 1, moderate: 3, severe: 6 };
export const kindWeights: Readonly<Record<BehaviorEventType, number>> = {
  harsh_braking: 1,
  harsh_acceleration: 0.7,
  harsh_cornering: 0.8,
  speeding: 1,
  idle_excess: 0,
};

/** So many points in 100 km leave 100 / e = 37 of the score. */
export const pointsScale = 20;

/** Less than this counts as this: a single event on the way out of the yard says little. */
export const minExposureKm = 10;

/** Days of the score that a driver has. */
export const scoreDays = 30;

export function pointsOf(counts: EventCounts): number {
  let points = 0;
  for (const type of behaviorEventTypes) {
    for (const severity of severities) points += kindWeights[type] * severityPoints[severity] * counts[type][severity];
  }
  return points;
}

/**
 * The safety score of some driving: 100 × exp(-points per 100 km / 20), to two digits. The chance, out of a hundred, of driving
 * `pointsScale`-th of 100 km without an event if points came at random with this rate (Poisson).
 */
export function scoreOf(counts: EventCounts, distanceKm: number): number {
  const rate = (pointsOf(counts) * 100) / Math.max(distanceKm, minExposureKm);
  return Math.round(10_000 * Math.exp(-rate / pointsScale)) / 100;
}

/** Scores of days weighted by what was driven on each; null where nothing was. */
export function meanScore(days: readonly { score: number; distanceKm: number }[]): number | null {
  let sum = 0;
  let weight = 0;
  for (const { score, distanceKm } of days) {
    sum += score * distanceKm;
    weight += distanceKm;
  }
  return weight > 0 ? Math.round((sum / weight) * 100) / 100 : null;
}
