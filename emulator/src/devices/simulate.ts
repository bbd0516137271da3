import type { TimerClock } from '../pubsub/embedded/timer-clock.ts';
import type { RoadRoute } from './road-route.ts';
import { startVehicle, stepVehicle } from './simulated-vehicle.ts';
import type { TelemetryBatch } from './telemetry-batch.ts';

export interface SimulationOptions {
  vehicles: readonly { tenantId: string; deviceId: string; route: RoadRoute }[];
  /** Called once a vehicle and step. */
  publish: (batch: TelemetryBatch) => Promise<unknown>;
  /** The first readings are `stepSeconds` after its time at the start. */
  clock: TimerClock;
  /** Numbers in [0, 1). */
  random: () => number;
  /** Simulated seconds between two readings of a vehicle. */
  stepSeconds: number;
  /** Simulated seconds a real second; above 1, `recordedAt` runs ahead of the clock. */
  speedup: number;
  log?: (line: string) => void;
}

export interface RunningSimulation {
  /** Takes no further step and resolves when what is being published has been. */
  stop(): Promise<void>;
}

/** Drives vehicles up and down their roads until stopped. A step waits until the one before is published. */
export function simulate(options: SimulationOptions): RunningSimulation {
  const { publish, clock, random, stepSeconds, speedup, log = () => undefined } = options;
  const startedAt = clock.now();
  const fleet = options.vehicles.map(({ route, ...device }) => ({ device, vehicle: startVehicle(route, startedAt, random) }));
  let steps = 0;
  let stopped = false;
  let publishing: Promise<void> = Promise.resolve();
  let cancel = () => {};

  async function step() {
    steps++;
    const batches = fleet.map((member): TelemetryBatch => {
      const { vehicle, reading } = stepVehicle(member.vehicle, stepSeconds, random);
      member.vehicle = vehicle;
      return { version: 1, ...member.device, readings: [reading] };
    });
    const results = await Promise.allSettled(batches.map((batch) => publish(batch)));
    for (const [i, result] of results.entries()) {
      if (result.status === 'rejected') log(`the readings of ${batches[i]?.deviceId} were not published: ${result.reason}`);
    }
    if (!stopped) schedule();
  }

  function schedule() {
    const dueMs = startedAt.getTime() + ((steps + 1) * stepSeconds * 1000) / speedup;
    cancel = clock.wakeAfter(Math.max(0, dueMs - clock.now().getTime()), () => {
      publishing = step();
    });
  }

  schedule();
  return {
    async stop() {
      stopped = true;
      cancel();
      await publishing;
    },
  };
}
