import {
  fleetOf,
  publishDeliveries,
  type RunningDeliveries,
  simulateFleet,
  type TelemetryBatch,
} from '@wheelhouse/emulator/devices/index.ts';
import { runUntilSignalled } from '@wheelhouse/emulator/process/index.ts';
import { systemTimerClock } from '@wheelhouse/emulator/pubsub/index.ts';
import { administrator, devicePrefix, type Fleet, prepareFleet, startOf } from './fleet.ts';
import { findLocalCloud } from './local-cloud.ts';
import { parseOptions, type SimulateOptions, UsageError, usage } from './options.ts';
import { reporter, summary } from './report.ts';
import { openTopic } from './topic.ts';

/** Where readings go. */
type Outlet = { fleet: Fleet; publish: (batch: TelemetryBatch) => Promise<unknown>; close: () => Promise<void> };

/** Runs the simulator until it is over or stopped. Answers the exit code: 0 done, 1 failed, 2 the command line was wrong. */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options === 'help') {
      console.log(usage);
      return 0;
    }
    const outlet = options.dryRun ? nowhere(options) : await localCloud(options, env);
    try {
      return await simulate(options, outlet);
    } finally {
      await outlet.close();
    }
  } catch (error) {
    const isUsage = error instanceof UsageError;
    console.error(isUsage ? `${error.message}\n\n${usage}` : messageOf(error));
    return isUsage ? 2 : 1;
  }
}

async function simulate(options: SimulateOptions, { fleet, publish }: Outlet): Promise<number> {
  const { seed, speedup, seconds } = options;
  const { vehicles, start } = fleet;
  console.log(`${vehicles.length} vehicles drive from ${start.toISOString()}, ${speedup} s a second. Ctrl-C ends it.`);
  const simulated = simulateFleet({ vehicles, seed, start, durationSeconds: Number.POSITIVE_INFINITY });
  const beganMs = performance.now();
  let failure: Error | undefined;
  const running: RunningDeliveries = publishDeliveries({
    deliveries: simulated.deliveries(),
    publish: (batch) =>
      publish(batch).catch((error: Error) => {
        failure ??= error;
        void running.stop();
        throw error;
      }),
    clock: systemTimerClock,
    start,
    speedup,
  });
  const report = setInterval(
    reporter(running.counts, console.log, () => performance.now(), systemTimerClock),
    1_000,
  );
  const limit = seconds === undefined ? undefined : setTimeout(() => void running.stop(), seconds * 1_000);
  void runUntilSignalled([{ name: 'the vehicles', stop: () => running.stop() }], { timeLimitMs: 10_000 });
  await running.done;
  clearInterval(report);
  clearTimeout(limit);
  console.log(summary(running.counts, start, (performance.now() - beganMs) / 1_000, options.dryRun));
  if (!failure) return 0;
  console.error(`Pub/Sub took no more readings: ${failure.message}\nIs npm start still running? Start it again, then this.`);
  return 1;
}

function nowhere({ vehicles, seed, speedup }: SimulateOptions): Outlet {
  const fleet = {
    vehicles: fleetOf(vehicles, '00000000-0000-4000-8000-000000000000', devicePrefix(seed)),
    start: startOf(speedup, [], systemTimerClock.now()),
  };
  return { fleet, publish: async (batch) => Buffer.from(JSON.stringify(batch)), close: async () => {} };
}

async function localCloud(options: SimulateOptions, env: NodeJS.ProcessEnv): Promise<Outlet> {
  const cloud = await findLocalCloud(env);
  const api = await administrator(cloud, options.tenant);
  const fleet = await prepareFleet(api, options, systemTimerClock.now(), console.log);
  return { fleet, ...openTopic(cloud) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
