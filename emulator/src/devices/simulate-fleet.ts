import { DueQueue } from './delivery/due-queue.ts';
import { type Delivery, Outbox } from './delivery/outbox.ts';
import {
  type DeviceShares,
  type DrivingRates,
  type FaultRates,
  ordinaryDevices,
  ordinaryDriving,
  ordinaryFaults,
} from './rates.ts';
import { derivedSeed, seededRandom } from './seeded-random.ts';
import { driveVehicle, type Habits, type TrueReading, type VehicleSpec } from './vehicle/simulated-vehicle.ts';

export interface FleetOptions {
  vehicles: readonly VehicleSpec[];
  seed: number;
  /** The first readings are one step later. */
  start: Date;
  /** `Infinity`: without end. */
  durationSeconds: number;
  /** Between two readings of a vehicle. Default: 1. */
  stepSeconds?: number;
  /** Readings that a device collects before it sends them. Default: 10. */
  batchSize?: number;
  /** Rates that differ from `ordinaryDriving`, `ordinaryFaults` and `ordinaryDevices`. */
  driving?: Partial<DrivingRates>;
  faults?: Partial<FaultRates>;
  devices?: Partial<DeviceShares>;
}

export interface SimulatedFleet {
  /** What reaches the cloud, in the order of `atMs`. Every reading of every vehicle, at least once. */
  deliveries(): Generator<Delivery>;
  /** What the device of one vehicle recorded, in the order of time, and what was so. @throws Error for a device that is not of the fleet */
  truth(deviceId: string): Generator<TrueReading>;
}

/**
 * A fleet on the road, without a clock: as fast as it is asked. Both generators begin anew with each call, and the same options give the
 * same output. What is still under way when the time is over is delivered at the end: nothing is lost.
 *
 * @throws Error when `stepSeconds` or `batchSize` is not positive
 */
export function simulateFleet(options: FleetOptions): SimulatedFleet {
  const { vehicles, seed, start, durationSeconds, stepSeconds = 1, batchSize = 10 } = options;
  if (!(stepSeconds > 0)) throw new Error(`stepSeconds is ${stepSeconds}; give a positive number`);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 1_000)
    throw new Error(`batchSize is ${batchSize}; give an integer from 1 to 1000`);
  const startMs = start.getTime();
  const time = { startMs, endMs: startMs + durationSeconds * 1_000, stepSeconds };
  const habits: Habits = {
    driving: { ...ordinaryDriving, ...options.driving },
    faults: { ...ordinaryFaults, ...options.faults },
    devices: { ...ordinaryDevices, ...options.devices },
  };

  function* deliveries(): Generator<Delivery> {
    const fleet = vehicles.map((spec) => ({
      drive: driveVehicle(spec, habits, time, seed),
      outbox: outboxOf(spec, habits.faults, batchSize, seed),
    }));
    const underWay = new DueQueue<Delivery>();
    const sent: Delivery[] = [];
    let atMs = startMs;
    for (let step = 1; startMs + step * stepSeconds * 1_000 <= time.endMs; step++) {
      atMs = startMs + step * stepSeconds * 1_000;
      yield* arrivedBy(underWay, atMs);
      for (const { drive, outbox } of fleet) {
        outbox.step(drive.next().value ?? undefined, atMs, stepSeconds, sent);
        for (const delivery of sent) {
          if (delivery.atMs > atMs) underWay.put(delivery);
          else yield delivery;
        }
        sent.length = 0;
      }
    }
    for (const { outbox } of fleet) outbox.flush(atMs, sent);
    for (const delivery of sent) underWay.put(delivery);
    yield* arrivedBy(underWay, Number.POSITIVE_INFINITY);
  }

  function* truth(deviceId: string): Generator<TrueReading> {
    const spec = vehicles.find((one) => one.deviceId === deviceId);
    if (!spec) throw new Error(`there is no device ${deviceId} in this fleet of ${vehicles.length}`);
    for (const recorded of driveVehicle(spec, habits, time, seed)) if (recorded) yield recorded;
  }

  return { deliveries, truth };
}

function outboxOf(spec: VehicleSpec, faults: FaultRates, batchSize: number, seed: number): Outbox {
  const { tenantId, deviceId } = spec;
  return new Outbox({ tenantId, deviceId }, faults, batchSize, seededRandom(derivedSeed(seed, `${deviceId} outbox`)));
}

function* arrivedBy(underWay: DueQueue<Delivery>, atMs: number): Generator<Delivery> {
  for (let next = underWay.take(atMs); next; next = underWay.take(atMs)) yield next;
}
