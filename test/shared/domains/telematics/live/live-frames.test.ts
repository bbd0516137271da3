import { systemClock } from '@wheelhouse/shared/clock.ts';
import {
  liveFrames,
  liveSubjects,
  readChanges,
  readSnapshot,
  start,
  tenantFeed,
} from '@wheelhouse/shared/domains/telematics/live/index.ts';
import { describe, expect, it } from 'vitest';
import { testServices } from '../../../../harness/index.ts';
import { fleetOf, report } from './support.ts';

describe('The frames of a live stream', () => {
  it('tell a new reader what happened after its answer began and before it joined the feed, and no event from before', async () => {
    const { tenant, vehicleIds } = await fleetOf(1);
    const [vehicleId] = vehicleIds as [string];
    const services = testServices({ env: { LIVE_POLL_MS: '50' } });
    const note = (number: number) =>
      tenant.run(async (tx) =>
        tx.emit({ type: 'telemetryRejection.noted', subjectType: 'telemetryRejection', subjectId: 'x', data: { number } }),
      );
    await note(1);
    await report(tenant, vehicleId, 1);
    const gone = new AbortController();
    const frames = liveFrames({
      cursor: start,
      opened: await tenant.run(readSnapshot),
      isReset: false,
      subscribe: async () => {
        await note(2);
        await report(tenant, vehicleId, 2);
        return tenantFeed(services, tenant.tenantId).subscribe();
      },
      readPage: (question) => tenant.run((tx) => readChanges(tx, { ...question, subjectTypes: [...liveSubjects.keys()] })),
      isWanted: () => true,
      checkAccess: async () => {},
      clock: systemClock,
      maxSeconds: 60,
      signal: gone.signal,
    });
    const told: unknown[] = [];
    for await (const frame of frames) {
      for (const [, json] of frame.matchAll(/^data: (.*)$/gm)) {
        const { data } = JSON.parse(json as string);
        told.push(data.number ?? `state ${data.sequence}`);
        if (data.sequence === 2) await note(3);
      }
      if (told.includes(3)) break;
    }
    gone.abort();
    // The state of before was no more when it was looked for.
    expect(told).toEqual([2, 'state 2', 3]);
  });
});
