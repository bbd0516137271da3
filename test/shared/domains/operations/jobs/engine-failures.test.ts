import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { failing, handler, jobWorkshop, start } from './job-workshop.ts';

const { own, clock, query, schedule, jobOf, history, work } = jobWorkshop();

describe('a job that fails', () => {
  it('is repeated after 30 s, 60 s and so on, then waits for its next regular time', async () => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId, { interval: 60, maxRetries: 2 });
    const waits: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      expect(await work([failing])).toMatchObject({ failed: 1 });
      const { next_run_at } = await jobOf(id);
      waits.push((next_run_at.getTime() - clock().now().getTime()) / 1000);
      clock().advance(next_run_at.getTime() - clock().now().getTime());
    }
    expect(waits).toEqual([30, 60, 3600 - 90]);
    expect(await jobOf(id)).toMatchObject({
      failure_count: 3,
      retry_attempt: 0,
      last_run_status: 'failed',
      next_run_at: new Date('2026-06-01T13:00:00Z'),
    });
    expect(await history(id)).toMatchObject([
      {
        retry_attempt: 0,
        error_message: 'the scale is out of reach',
        error_stack_trace: expect.stringContaining('job-workshop.ts'),
      },
      { retry_attempt: 1, scheduled_for: start },
      { retry_attempt: 2, scheduled_for: start },
    ]);
    const events = await query(`select type, data from domain_events where subject_id = $1`, [id]);
    expect(events).toMatchObject([
      { type: 'scheduledJob.failed', data: { status: 'failed', error: 'the scale is out of reach' } },
    ]);
    expect(await work([handler(() => undefined)])).toMatchObject({ success: 1 });
    expect(await jobOf(id)).toMatchObject({ failure_count: 0, retry_attempt: 0 });
  });

  it('is not repeated later than its next regular time', async () => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId, { cron: '* * * * *', maxRetries: 9 });
    await work([failing]);
    expect(await jobOf(id)).toMatchObject({ next_run_at: new Date('2026-06-01T12:00:30Z'), retry_attempt: 1 });
    clock().advance(30_000);
    await work([failing]);
    expect(await jobOf(id)).toMatchObject({ next_run_at: new Date('2026-06-01T12:01:00Z'), retry_attempt: 0 });
  });

  it('does not stop the others', async () => {
    const { tenantId } = await own().newTenant();
    await schedule(tenantId);
    await schedule(tenantId, { handler: 'test.other' });
    expect(await work([failing, handler(() => undefined, { handler: 'test.other' })])).toMatchObject({ failed: 1, success: 1 });
  });

  it('leaves nothing of an open transaction, and may hold characters that cannot be stored', async () => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId);
    await work([
      handler(({ inScope }) =>
        inScope(async (tx) => {
          tx.emit({ type: 'test.happened', subjectType: 'test', subjectId: id, data: {} });
          throw new Error('a \0 and a \ud800');
        }),
      ),
    ]);
    expect(await history(id)).toMatchObject([{ execution_status: 'failed' }]);
    expect(await query(`select from domain_events where subject_id = $1 and type = 'test.happened'`, [id])).toEqual([]);
  });

  it.each([
    ['an unknown handler', { handler: 'test.gone' }, /no job handler test\.gone\. Handlers: test\.job/],
    ['a handler of the platform', { handler: 'test.platform' }, /is for jobs of the platform/],
    [
      'parameters that do not suit it',
      { handler: 'test.strict', parameters: { days: 'many' } },
      /parameters do not suit test\.strict: days/,
    ],
  ])('because of %s says so, and is not repeated before its next regular time', async (_, given, message) => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId, given);
    const nothing = () => undefined;
    await work([
      handler(nothing),
      handler(nothing, { handler: 'test.platform', scope: 'platform' }),
      handler(nothing, { handler: 'test.strict', parameters: z.strictObject({ days: z.int() }) }),
    ]);
    expect(await history(id)).toMatchObject([{ execution_status: 'failed', error_message: expect.stringMatching(message) }]);
    expect((await jobOf(id)).next_run_at).toEqual(new Date('2026-06-01T13:00:00Z'));
  });
});

describe('a job that takes too long', () => {
  it('is told to stop, is recorded as timed out, and can change nothing any more', async () => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId);
    const ended = new EventEmitter();
    const stopped = once(ended, 'stopped');
    const summary = await work([
      handler(
        async ({ inScope, signal }) => {
          const late = (async () => {
            await inScope(async (tx) => {
              tx.emit({ type: 'test.happened', subjectType: 'test', subjectId: id, data: {} });
              await once(signal, 'abort');
            });
          })();
          await late.catch((error) => ended.emit('stopped', error));
          return await inScope(async () => ({ recordsProcessed: 1 }));
        },
        { timeoutMs: 50 },
      ),
    ]);
    expect(summary).toEqual({ success: 0, failed: 0, timeout: 1, lost: 0 });
    expect((await stopped)[0]).toMatchObject({ message: 'It took longer than 50 ms.' });
    expect(await history(id)).toMatchObject([{ execution_status: 'timeout', error_message: 'It took longer than 50 ms.' }]);
    expect(await jobOf(id)).toMatchObject({
      last_run_status: 'timeout',
      retry_attempt: 1,
      next_run_at: new Date('2026-06-01T12:00:30Z'),
    });
    expect(await query(`select from domain_events where subject_id = $1`, [id])).toEqual([]);
  });
});

describe('a worker that crashes', () => {
  /** A worker that claims a job and is never heard of again; `finish` lets it come back. */
  async function crash(id: string) {
    const gate = new EventEmitter();
    const began = once(gate, 'began');
    const ended = work(
      [
        handler(async () => {
          const finish = once(gate, 'finish');
          gate.emit('began');
          await finish;
        }),
      ],
      { workerId: 'worker-lost' },
    );
    await began;
    expect(await jobOf(id)).toMatchObject({ locked_by: 'worker-lost', locked_until: new Date('2026-06-01T12:01:30Z') });
    return async () => {
      gate.emit('finish');
      return await ended;
    };
  }

  it('keeps its job until its lease ends; then another takes over and the lost run is a timeout', async () => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId);
    const finish = await crash(id);
    clock().advance(89_000);
    expect(await work([handler(() => undefined)], { workerId: 'worker-2' })).toMatchObject({ success: 0 });
    clock().advance(1_000);
    expect(await work([handler(() => undefined)], { workerId: 'worker-2' })).toMatchObject({ success: 1 });
    expect(await history(id)).toMatchObject([
      {
        worker_id: 'worker-lost',
        execution_status: 'timeout',
        duration_ms: 90_000,
        error_message: expect.stringContaining('worker-lost'),
      },
      { worker_id: 'worker-2', execution_status: 'success', retry_attempt: 1 },
    ]);
    const before = await jobOf(id);
    expect(await finish()).toEqual({ success: 0, failed: 0, timeout: 0, lost: 1 });
    expect(await jobOf(id)).toEqual(before);
  });

  it('at every attempt does not make others crash for ever: the job waits for its next regular time', async () => {
    const { tenantId } = await own().newTenant();
    const id = await schedule(tenantId, { maxRetries: 0 });
    const finish = await crash(id);
    clock().advance(90_000);
    expect(await work([handler(() => undefined)])).toEqual({ success: 0, failed: 0, timeout: 0, lost: 0 });
    expect(await jobOf(id)).toMatchObject({ locked_by: null, next_run_at: new Date('2026-06-01T13:00:00Z'), failure_count: 1 });
    await finish();
  });
});
