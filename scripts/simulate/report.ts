import type { PublishCounts } from '@wheelhouse/emulator/devices/index.ts';
import type { Clock } from '@wheelhouse/shared/clock.ts';

const count = (n: number) => n.toLocaleString('en-US');

/** Answers what to call once a second: it writes how much was published since the last call. `nowMs` never goes back. */
export function reporter(
  counts: Readonly<PublishCounts>,
  write: (line: string) => void,
  nowMs: () => number,
  clock: Clock,
): () => void {
  let last = { atMs: nowMs(), readings: counts.readings, batches: batchesOf(counts) };
  let isPresent = clock.now().getTime() - counts.atMs < 2_000;
  return () => {
    const now = { atMs: nowMs(), readings: counts.readings, batches: batchesOf(counts) };
    const seconds = (now.atMs - last.atMs) / 1_000;
    const readings = count(Math.round((now.readings - last.readings) / seconds));
    const messages = count(Math.round((now.batches - last.batches) / seconds));
    write(`${readings.padStart(8)} readings/s  ${messages.padStart(7)} messages/s  ${new Date(counts.atMs).toISOString()}`);
    last = now;
    if (isPresent || clock.now().getTime() - counts.atMs > 2_000) return;
    isPresent = true;
    write(
      'The fleet has come to the present and goes on in real time. For load, take a fleet with a past before it: another --seed.',
    );
  };
}

/** What was sent. */
export function summary(counts: Readonly<PublishCounts>, start: Date, seconds: number, dryRun: boolean): string {
  const { on_time, buffered, late, duplicate } = counts.batches;
  const lines = [
    `${dryRun ? 'Made, but not published' : 'Published'}: ${count(counts.readings)} readings in ${count(batchesOf(counts))} messages, ` +
      `${count(Math.round(counts.readings / seconds))} readings/s for ${seconds.toFixed(1)} s.`,
    `Messages on time ${count(on_time)}, after a time without network ${count(buffered)}, overtaken ${count(late)}, repeated ${count(duplicate)}.`,
    `Simulated time ${start.toISOString()} to ${new Date(counts.atMs).toISOString()}.`,
  ];
  if (counts.failedBatches > 0) lines.push(`Not published: ${count(counts.failedBatches)} messages.`);
  return lines.join('\n');
}

function batchesOf({ batches }: Readonly<PublishCounts>): number {
  return batches.on_time + batches.buffered + batches.late + batches.duplicate;
}
