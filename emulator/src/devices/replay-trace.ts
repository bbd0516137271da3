import type { TelemetryBatch } from './telemetry-batch.ts';

export interface TracePoint {
  /** ISO 8601, UTC. */
  recordedAt: string;
  latitude: number;
  longitude: number;
  altitudeM: number;
}

/** What a GPS recorded. */
export interface Trace {
  id: string;
  title: string;
  points: readonly TracePoint[];
}

/**
 * A recorded trace as the messages that the device would have sent, `batchSize` readings in each but the last. Nothing is
 * added: a trace has neither speeds nor headings, so the readings have none.
 *
 * @throws Error when `batchSize` is not a positive integer
 */
export function replayTrace(input: { trace: Trace; tenantId: string; deviceId: string; batchSize: number }): TelemetryBatch[] {
  const { trace, tenantId, deviceId, batchSize } = input;
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new Error(`batchSize is ${batchSize}; give a positive integer`);
  const readings = trace.points.map(({ recordedAt, ...position }, i) => ({ recordedAt, position, sequence: i + 1 }));
  const batches: TelemetryBatch[] = [];
  for (let start = 0; start < readings.length; start += batchSize) {
    batches.push({ version: 1, tenantId, deviceId, readings: readings.slice(start, start + batchSize) });
  }
  return batches;
}
