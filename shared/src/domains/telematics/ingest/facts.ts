import type { FoldReading } from '../fold/reading.ts';
import { type CheckedReading, contentId } from '../message/index.ts';

/** A reading of a vehicle's device, as it is stored. */
export type Fact = FoldReading & { vehicleId: string; receivedAtMs: number };

type Origin = { deviceId: string; source: string; receivedAtMs: number };

/** A checked reading as a fact about a vehicle. Its id follows from everything in it but the time it was received. */
export function factOf(vehicleId: string, { deviceId, source, receivedAtMs }: Origin, reading: CheckedReading): Fact {
  const { recordedAtMs, sequence, fix, odometerKm, engineHours, ignitionOn, obd, events } = reading;
  const place = fix
    ? `${fix.latitude} ${fix.longitude} ${fix.altitudeM} ${fix.speedKph} ${fix.headingDeg} ${fix.accuracyM}`
    : 'nowhere';
  const rest = obd || events.length > 0 ? JSON.stringify([obd, events]) : '';
  const content = `${vehicleId} ${deviceId} ${source} ${place} ${odometerKm} ${engineHours} ${ignitionOn} ${sequence} ${rest}`;
  return {
    id: contentId(recordedAtMs, content),
    vehicleId,
    atMs: recordedAtMs,
    deviceId,
    source,
    sequence,
    receivedAtMs,
    fix,
    odometerKm,
    engineHours,
    ignitionOn,
    obd,
    events,
  };
}

/**
 * The order in which every transaction touches rows, so that two of them never wait for each other in a circle; within a vehicle
 * the order of the fold.
 */
export function inFoldOrder(a: Fact, b: Fact): number {
  if (a.vehicleId !== b.vehicleId) return a.vehicleId < b.vehicleId ? -1 : 1;
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Facts in fold order, cut into those of each vehicle; equal ones once. */
export function byVehicle(facts: readonly Fact[]): { vehicleId: string; facts: Fact[] }[] {
  const vehicles: { vehicleId: string; facts: Fact[] }[] = [];
  let last: { vehicleId: string; facts: Fact[] } | undefined;
  for (const fact of facts) {
    if (last?.vehicleId !== fact.vehicleId) {
      last = { vehicleId: fact.vehicleId, facts: [] };
      vehicles.push(last);
    }
    if (last.facts.at(-1)?.id !== fact.id) last.facts.push(fact);
  }
  return vehicles;
}
