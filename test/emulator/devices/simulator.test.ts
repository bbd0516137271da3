import { distanceM } from '@wheelhouse/emulator/devices/geometry.ts';
import {
  loadRoute,
  routeIds,
  type SimulationOptions,
  seededRandom,
  simulate,
  startVehicle,
  stepVehicle,
} from '@wheelhouse/emulator/devices/index.ts';
import type { TelemetryBatch, TelemetryReading } from '@wheelhouse/emulator/devices/telemetry-batch.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { manualTimerClock } from '../scheduler/manual-timer-clock.ts';

const start = new Date('2026-03-02T08:00:00Z');

function drive(routeId: string, seed: number, stepSeconds: number, steps: number): TelemetryReading[] {
  const random = seededRandom(seed);
  let vehicle = startVehicle(loadRoute(routeId), start, random);
  return Array.from({ length: steps }, () => {
    const next = stepVehicle(vehicle, stepSeconds, random);
    vehicle = next.vehicle;
    return next.reading;
  });
}

const aDrive = fc.record({
  routeId: fc.constantFrom(...routeIds()),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  stepSeconds: fc.constantFrom(0.5, 1, 2, 5, 10),
});

test('the same seed gives the same readings and another seed gives others', () => {
  expect(drive('santa-monica', 7, 1, 300)).toEqual(drive('santa-monica', 7, 1, 300));
  expect(drive('santa-monica', 7, 1, 300)).not.toEqual(drive('santa-monica', 8, 1, 300));
});

test('two readings in a row never imply more than 160 km/h, and time and sequence only go up', () => {
  fc.assert(
    fc.property(aDrive, ({ routeId, seed, stepSeconds }) => {
      const readings = drive(routeId, seed, stepSeconds, 400);
      for (const [i, reading] of readings.entries()) {
        const before = readings[i - 1];
        if (!before) continue;
        const seconds = (Date.parse(reading.recordedAt) - Date.parse(before.recordedAt)) / 1000;
        expect(seconds).toBe(stepSeconds);
        expect(reading.sequence).toBe(before.sequence! + 1);
        expect((distanceM(before.position, reading.position) / seconds) * 3.6).toBeLessThan(160);
      }
    }),
    { numRuns: 40 },
  );
});

test('a vehicle keeps to its road within the noise of its GPS', () => {
  const { points } = loadRoute('mjolby-north');
  const nearest = (reading: TelemetryReading) =>
    Math.min(...densified(points).map((point) => distanceM(point, reading.position)));
  for (const reading of drive('mjolby-north', 3, 5, 200)) expect(nearest(reading)).toBeLessThan(25);
});

test('a vehicle drives, stops on the way and turns around at the end of its road', () => {
  const readings = drive('santa-monica', 11, 2, 3000);
  const speeds = readings.map(({ position }) => position.speedKph!);
  expect(Math.max(...speeds)).toBeGreaterThan(40);
  expect(Math.max(...speeds)).toBeLessThanOrEqual(90);
  expect(speeds.filter((speed, i) => speed === 0 && speeds[i - 1]! > 0).length).toBeGreaterThan(10);
  const { points } = loadRoute('santa-monica');
  for (const end of [points[0]!, points.at(-1)!]) {
    expect(Math.min(...readings.map(({ position }) => distanceM(position, end)))).toBeLessThan(20);
  }
});

test('the runner publishes a batch a vehicle each step, faster with speedup', async () => {
  const { clock, advance, pending } = manualTimerClock(start.toISOString());
  const batches: TelemetryBatch[] = [];
  const vehicles = ['truck-1', 'truck-2'].map((deviceId) => ({ tenantId: 'a', deviceId, route: loadRoute('santa-monica') }));
  const publish = async (batch: TelemetryBatch) => void batches.push(batch);
  const options: SimulationOptions = { vehicles, publish, clock, random: seededRandom(1), stepSeconds: 5, speedup: 10 };
  const running = simulate(options);
  for (let i = 0; i < 3; i++) {
    await pending(500);
    advance(500);
  }
  await running.stop();
  advance(60_000);
  expect(batches.map(({ version, deviceId, readings }) => [version, deviceId, readings[0]?.recordedAt])).toEqual([
    [1, 'truck-1', '2026-03-02T08:00:05.000Z'],
    [1, 'truck-2', '2026-03-02T08:00:05.000Z'],
    [1, 'truck-1', '2026-03-02T08:00:10.000Z'],
    [1, 'truck-2', '2026-03-02T08:00:10.000Z'],
    [1, 'truck-1', '2026-03-02T08:00:15.000Z'],
    [1, 'truck-2', '2026-03-02T08:00:15.000Z'],
  ]);
});

test('readings that cannot be published are logged and do not stop the vehicles', async () => {
  const { clock, advance, pending } = manualTimerClock(start.toISOString());
  const lines: string[] = [];
  const vehicles = [{ tenantId: 'a', deviceId: 'truck-1', route: loadRoute('santa-monica') }];
  const publish = () => Promise.reject(new Error('topic is gone'));
  const log = (line: string) => void lines.push(line);
  const running = simulate({ vehicles, publish, clock, random: seededRandom(1), stepSeconds: 1, speedup: 1, log });
  for (let i = 0; i < 2; i++) {
    await pending(1000);
    advance(1000);
  }
  await running.stop();
  expect(lines).toEqual(Array(2).fill('the readings of truck-1 were not published: Error: topic is gone'));
});

function densified(points: readonly { latitude: number; longitude: number }[]) {
  return points.slice(1).flatMap((end, i) => {
    const from = points[i]!;
    const parts = Math.ceil(distanceM(from, end) / 10);
    return Array.from({ length: parts + 1 }, (_, part) => ({
      latitude: from.latitude + ((end.latitude - from.latitude) * part) / parts,
      longitude: from.longitude + ((end.longitude - from.longitude) * part) / parts,
    }));
  });
}
