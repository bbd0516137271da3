import { fleetOf, simulateFleet, type TelemetryBatch } from '@wheelhouse/emulator/devices/index.ts';
import { type Fleet, fleetWith } from './support.ts';

const hourMs = 3_600_000;

/** The readings of vehicles that drove until an hour ago, with all that goes wrong between them and us, and fences on their ways. */
export function simulatedFleet(options: { vehicles: number; hours: number; seed: number }): {
  fleet: Fleet;
  batches: TelemetryBatch[];
} {
  const start = new Date(Math.floor(Date.now() / hourMs) * hourMs - (options.hours + 1) * hourMs);
  const simulation = simulateFleet({
    vehicles: fleetOf(options.vehicles, '', 'sim'),
    seed: options.seed,
    start,
    durationSeconds: options.hours * 3_600,
    stepSeconds: 10,
    batchSize: 50,
    faults: {
      jittersPerHour: 1,
      outliersPerHour: 1,
      noFixesPerHour: 1,
      offlinesPerHour: 0.2,
      newestFirst: 0.5,
      duplicateBatches: 0.1,
      lateBatches: 0.2,
      skewedClocks: 0.3,
      clocksAhead: 0,
    },
    devices: { withObd: 0.7 },
  });
  const batches = [...simulation.deliveries()].flatMap(({ batch }) => inMessages(batch));
  const devices = [...new Set(batches.map(({ deviceId }) => deviceId))];
  const places = devices.flatMap((device) => {
    const fixes = batches.flatMap((batch) =>
      batch.deviceId === device ? batch.readings.flatMap(({ position }) => position ?? []) : [],
    );
    return [0.25, 0.5, 0.75]
      .map((share) => fixes[Math.floor(fixes.length * share)])
      .filter((fix) => fix && Math.abs(fix.latitude) > 1);
  });
  return { fleet: fleetWith(devices, places as { latitude: number; longitude: number }[]), batches };
}

/** What a device kept while it had no network comes in messages of 50 too. */
function inMessages(batch: TelemetryBatch): TelemetryBatch[] {
  return Array.from({ length: Math.ceil(batch.readings.length / 50) }, (_, i) => ({
    ...batch,
    readings: batch.readings.slice(i * 50, i * 50 + 50),
  }));
}
