import type { Emit } from '../component.ts';
import { type DerivedBehaviorEvent, derivedId } from '../derived.ts';
import { maxIntervalMs } from './series.ts';
import { type Severity, severityOf } from './severity.ts';

export type HarshType = 'harsh_braking' | 'harsh_acceleration' | 'harsh_cornering';

/** Harsh driving as one instrument saw it. */
export type Sighting = {
  type: HarshType;
  fromMs: number;
  toMs: number;
  /** Null where a device says no more than that it was harsh. */
  g: number | null;
  byDevice: boolean;
  speedKph: number | null;
  latitude: number | null;
  longitude: number | null;
};

/** One manoeuvre, of as many sightings as there are. */
export type Manoeuvre = {
  type: HarshType;
  atMs: number;
  toMs: number;
  /** When no sighting can belong to it any more. */
  dueMs: number;
  deviceG: number | null;
  seriesG: number | null;
  severity: Severity;
  speedKph: number | null;
  latitude: number | null;
  longitude: number | null;
  /** Null while only the series shows it: it is emitted when it is settled, unless a device reports it before. */
  detectedAtMs: number | null;
};

/** Sightings this close together are one manoeuvre. */
const mergeMs = 5_000;

/** The series shows an interval when the next one has ended, so a sighting may come so late. */
const settleMs = mergeMs + 2 * maxIntervalMs;

/**
 * Adds a sighting to the manoeuvre that it belongs to, or begins one. A device's word wins over the series: its moment and its
 * g-force count, and it is emitted at once.
 */
export function noteSighting(
  manoeuvres: readonly Manoeuvre[],
  sighting: Sighting,
  thresholds: { moderate: number; severe: number },
  context: { vehicleId: string; atMs: number },
  emit: Emit,
): readonly Manoeuvre[] {
  const near = manoeuvres.filter((one) => isNear(one, sighting));
  const known = near.find((one) => one.detectedAtMs !== null) ?? near[0];
  const manoeuvre = settled(joined(known, sighting), sighting, thresholds, context.atMs);
  if (manoeuvre.detectedAtMs !== null) emitManoeuvre(manoeuvre, manoeuvre.detectedAtMs, context.vehicleId, emit);
  return known ? manoeuvres.map((one) => (one === known ? manoeuvre : one)) : [...manoeuvres, manoeuvre];
}

function isNear(manoeuvre: Manoeuvre, { type, fromMs, toMs }: Sighting): boolean {
  return type === manoeuvre.type && fromMs - mergeMs <= manoeuvre.toMs && manoeuvre.atMs - mergeMs <= toMs;
}

type Unsettled = Omit<Manoeuvre, 'dueMs' | 'severity'>;

function joined(known: Manoeuvre | undefined, sighting: Sighting): Unsettled {
  const { type, fromMs, toMs, g, byDevice, speedKph, latitude, longitude } = sighting;
  const place = { latitude, longitude };
  if (!known) {
    const force = byDevice ? { deviceG: g, seriesG: null } : { deviceG: null, seriesG: g };
    return { type, atMs: fromMs, toMs, ...force, speedKph, ...place, detectedAtMs: null };
  }
  const first = byDevice && known.detectedAtMs === null;
  return {
    ...known,
    ...(first && latitude !== null ? place : {}),
    atMs: first ? fromMs : known.atMs,
    toMs: Math.max(known.toMs, toMs),
    deviceG: byDevice ? highest(known.deviceG, g) : known.deviceG,
    seriesG: byDevice ? known.seriesG : highest(known.seriesG, g),
    speedKph: first ? (speedKph ?? known.speedKph) : known.speedKph,
  };
}

function settled(
  manoeuvre: Unsettled,
  { byDevice }: Sighting,
  thresholds: { moderate: number; severe: number },
  atMs: number,
): Manoeuvre {
  return {
    ...manoeuvre,
    dueMs: atMs + settleMs,
    severity: severityOf(manoeuvre.deviceG ?? manoeuvre.seriesG, thresholds),
    detectedAtMs: manoeuvre.detectedAtMs ?? (byDevice ? atMs : null),
  };
}

function highest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/** When the next manoeuvre is settled. */
export function manoeuvresDueMs(manoeuvres: readonly Manoeuvre[]): number | null {
  let due: number | null = null;
  for (const { dueMs } of manoeuvres) if (due === null || dueMs < due) due = dueMs;
  return due;
}

/** Emits what is settled and was not yet, and forgets it. */
export function settleManoeuvres(
  manoeuvres: readonly Manoeuvre[],
  { vehicleId, atMs }: { vehicleId: string; atMs: number },
  emit: Emit,
): readonly Manoeuvre[] {
  const open = manoeuvres.filter(({ dueMs }) => dueMs > atMs);
  if (open.length === manoeuvres.length) return manoeuvres;
  for (const one of manoeuvres) {
    if (one.dueMs <= atMs && one.detectedAtMs === null) emitManoeuvre(one, one.dueMs, vehicleId, emit);
  }
  return open;
}

/** Emits those that may still grow. */
export function emitOpenManoeuvres(manoeuvres: readonly Manoeuvre[], vehicleId: string, emit: Emit): void {
  for (const one of manoeuvres) if (one.detectedAtMs !== null) emitManoeuvre(one, one.detectedAtMs, vehicleId, emit);
}

function emitManoeuvre(manoeuvre: Manoeuvre, detectedAtMs: number, vehicleId: string, emit: Emit): void {
  const { type, atMs, deviceG, seriesG, severity, speedKph, latitude, longitude } = manoeuvre;
  const g = deviceG ?? seriesG;
  const row: DerivedBehaviorEvent = {
    id: derivedId(vehicleId, atMs, `driver_behavior_event ${type}`),
    detectedAtMs,
    eventType: type,
    severity,
    recordedAtMs: atMs,
    durationSeconds: null,
    speedKph: speedKph === null ? null : Math.round(speedKph * 10) / 10,
    speedLimitKph: null,
    gForce: g === null ? null : Math.round(g * 1_000) / 1_000,
    latitude,
    longitude,
    detectedBy: manoeuvre.detectedAtMs === null ? 'series' : 'device',
  };
  emit({ table: 'driver_behavior_events', row });
}
