import type { Emit, StepContext } from '../component.ts';
import { type DerivedBehaviorEvent, derivedId } from '../derived.ts';
import { maxPlausibleG, standardGravity } from './harsh.ts';
import { placeOf, sustainedKph } from './measures.ts';
import type { BehaviorRules } from './rules.ts';
import { severityOf } from './severity.ts';

/** A stretch above the limit. */
export type Speeding = {
  sinceMs: number;
  /** The latest speed above limit and tolerance. */
  overMs: number;
  /** The speed that exceeded the limit most, and the limit there. */
  topKph: number;
  limitKph: number;
  /** The latest speed of all. */
  lastMs: number;
  lastKph: number;
  dueMs: number;
  latitude: number | null;
  longitude: number | null;
};

/** A stretch goes on when the limit is kept for less than this: a dip between two bends, a single wrong speed. */
const dipMs = 10_000;

/** Silence ends a stretch. Devices report every minute or two at least while they drive. */
const silenceMs = 180_000;

const maxKphPerMs = (maxPlausibleG * standardGravity * 3.6) / 1_000;

export function stepSpeeding(speeding: Speeding | null, context: StepContext, emit: Emit): Speeding | null {
  const kph = sustainedKph(context);
  if (kph === null) return speeding;
  const { atMs, speedLimitKph: limitKph, rules } = context;
  const isOver = limitKph !== null && kph > limitKph + rules.behavior.speedingToleranceKph;
  if (isOver) return speeding ? goneOn(speeding, kph, limitKph, atMs) : begun(kph, limitKph, context);
  if (!speeding) return null;
  const dueMs = speeding.overMs + dipMs;
  if (dueMs > atMs) return { ...speeding, lastMs: atMs, lastKph: kph, dueMs };
  endSpeeding(speeding, rules.behavior, context, emit);
  return null;
}

function begun(kph: number, limitKph: number, context: StepContext): Speeding {
  const { atMs } = context;
  const now = { sinceMs: atMs, overMs: atMs, lastMs: atMs, dueMs: atMs + silenceMs };
  return { ...now, topKph: kph, limitKph, lastKph: kph, ...placeOf(context) };
}

function goneOn(speeding: Speeding, kph: number, limitKph: number, atMs: number): Speeding {
  const next = { ...speeding, overMs: atMs, lastMs: atMs, lastKph: kph, dueMs: atMs + silenceMs };
  const isReachable = kph - speeding.lastKph <= maxKphPerMs * (atMs - speeding.lastMs);
  if (isReachable && kph - limitKph > speeding.topKph - speeding.limitKph) {
    next.topKph = kph;
    next.limitKph = limitKph;
  }
  return next;
}

/** Emits the stretch if it was long enough. What is certain of it ends with the last speed above the limit. */
export function endSpeeding(
  { sinceMs, overMs, topKph, limitKph, latitude, longitude }: Speeding,
  rules: BehaviorRules,
  { vehicleId, atMs }: { vehicleId: string; atMs: number },
  emit: Emit,
): void {
  if (overMs - sinceMs < rules.speedingMinSeconds * 1_000) return;
  const { speedingModerateKph: moderate, speedingSevereKph: severe } = rules;
  const row: DerivedBehaviorEvent = {
    id: derivedId(vehicleId, sinceMs, 'driver_behavior_event speeding'),
    detectedAtMs: atMs,
    eventType: 'speeding',
    severity: severityOf(topKph - limitKph, { moderate, severe }),
    recordedAtMs: sinceMs,
    durationSeconds: Math.round((overMs - sinceMs) / 1_000),
    speedKph: Math.round(topKph * 10) / 10,
    speedLimitKph: limitKph,
    gForce: null,
    latitude,
    longitude,
    detectedBy: 'series',
  };
  emit({ table: 'driver_behavior_events', row });
}
