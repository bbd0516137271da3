import { contentId, type Reading } from '../message/index.ts';

/** A row of vehicle_locations. */
export type Position = {
  id: string;
  vehicleId: string;
  deviceId: string;
  source: string;
  recordedAtMs: number;
  receivedAtMs: number;
  reading: Reading;
};

/** A reading of a device as the position of a vehicle. Its id follows from everything in the row but the time it was received. */
export function positionOf(vehicleId: string, at: Omit<Position, 'id' | 'vehicleId'>): Position {
  const { position: p, sequence, odometerKm } = at.reading;
  const content = [
    vehicleId,
    at.deviceId,
    at.source,
    p.latitude,
    p.longitude,
    p.altitudeM,
    p.speedKph,
    p.headingDeg,
    p.accuracyM,
    odometerKm,
    sequence,
  ].join(' ');
  return { id: contentId(at.recordedAtMs, content), vehicleId, ...at };
}

/** Whether `a` is later than `b`: by the time of measurement, within one millisecond by id. */
export function isLater(a: Position, b: Position): boolean {
  return a.recordedAtMs === b.recordedAtMs ? a.id > b.id : a.recordedAtMs > b.recordedAtMs;
}

/** The order in which every transaction touches rows, so that two of them never wait for each other in a circle. */
export function inLockOrder(a: Position, b: Position): number {
  if (a.vehicleId !== b.vehicleId) return a.vehicleId < b.vehicleId ? -1 : 1;
  return a === b ? 0 : isLater(a, b) ? 1 : -1;
}

/** What a batch says about one vehicle now. */
export type VehicleNow = { latest: Position; odometer: Position | undefined; lastReceivedAtMs: number };

/** The latest position, odometer reading and contact of each vehicle, in the order of the positions. */
export function latestByVehicle(positions: readonly Position[]): VehicleNow[] {
  const vehicles = new Map<string, VehicleNow>();
  for (const position of positions) {
    const odometer = position.reading.odometerKm === undefined ? undefined : position;
    const known = vehicles.get(position.vehicleId);
    if (!known) {
      vehicles.set(position.vehicleId, { latest: position, odometer, lastReceivedAtMs: position.receivedAtMs });
      continue;
    }
    if (isLater(position, known.latest)) known.latest = position;
    if (odometer && (!known.odometer || isLaterOdometer(odometer, known.odometer))) known.odometer = odometer;
    known.lastReceivedAtMs = Math.max(known.lastReceivedAtMs, position.receivedAtMs);
  }
  return [...vehicles.values()];
}

function isLaterOdometer(a: Position, b: Position): boolean {
  if (a.recordedAtMs !== b.recordedAtMs) return a.recordedAtMs > b.recordedAtMs;
  return (a.reading.odometerKm as number) > (b.reading.odometerKm as number);
}
