import { z } from 'zod';
import { behaviorEventTypes, severities } from '../fold/derived.ts';

export type BehaviorEventType = (typeof behaviorEventTypes)[number];
export type Severity = (typeof severities)[number];

/** Number of events by kind and severity; every kind and severity is there. */
export type EventCounts = Record<BehaviorEventType, Record<Severity, number>>;

const whole = z.int().min(0);
const bySeverity = z.object({ minor: whole, moderate: whole, severe: whole });

export const eventCountsSchema = z.object({
  harsh_braking: bySeverity,
  harsh_acceleration: bySeverity,
  harsh_cornering: bySeverity,
  speeding: bySeverity,
  idle_excess: bySeverity,
});

export function noEvents(): EventCounts {
  const none = () => ({ minor: 0, moderate: 0, severe: 0 });
  return {
    harsh_braking: none(),
    harsh_acceleration: none(),
    harsh_cornering: none(),
    speeding: none(),
    idle_excess: none(),
  };
}

/** The sum of several counts. */
export function addedUp(all: Iterable<EventCounts>): EventCounts {
  const sum = noEvents();
  for (const counts of all) {
    for (const type of behaviorEventTypes) for (const severity of severities) sum[type][severity] += counts[type][severity];
  }
  return sum;
}

export function totalOf(counts: Record<Severity, number>): number {
  return counts.minor + counts.moderate + counts.severe;
}
