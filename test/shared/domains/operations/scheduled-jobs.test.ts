import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { operationsDomain } from '@wheelhouse/shared/domains/operations/index.ts';
import { describe, expect, it } from 'vitest';
import { changesOf, newTenant, principalOf, testApi, testServices } from '../../../harness/index.ts';

// Nothing in this test run looks for due jobs in the common database.
const clock = fixedClock(new Date('2026-06-01T12:00:00Z'));
const { client } = testApi([operationsDomain], { services: testServices({ clock }) });
const far = '2926-06-01T12:00:00Z';

async function caller(permissions = ['*']) {
  return client(principalOf(await newTenant(), { permissions }));
}
const daily = {
  jobName: 'Tidy up',
  jobType: 'cleanup',
  jobHandler: 'operations.purgeJobHistory',
  jobParameters: { keepDays: 30 },
  schedule: { type: 'cron', cronExpression: '30 3 * * *', timeZone: 'Europe/Stockholm' },
};

describe('scheduling a job', () => {
  it('says when it runs next, and changes the job of that name', async () => {
    const call = await caller();
    const made = await call('POST', '/v1/scheduled-jobs:schedule', daily);
    expect(made.body, made.text).toMatchObject({ nextRunAt: '2026-06-02T01:30:00.000Z' });
    const changed = await call('POST', '/v1/scheduled-jobs:schedule', {
      ...daily,
      schedule: { type: 'interval', intervalMinutes: 90 },
    });
    expect(changed.body).toEqual({ id: made.body.id, nextRunAt: '2026-06-01T13:30:00.000Z' });
    const { body } = await call('GET', `/v1/scheduled-jobs/${made.body.id}?include=executions`);
    expect(body).toMatchObject({
      scheduleType: 'interval',
      cronExpression: null,
      intervalMinutes: 90,
      jobParameters: { keepDays: 30 },
      executions: [],
    });
    expect((await call('GET', '/v1/scheduled-jobs')).body.data).toHaveLength(1);
  });

  it.each([
    ['a cron expression that is none', { schedule: { type: 'cron', cronExpression: 'often' } }, 'schedule.cronExpression'],
    ['an unknown time zone', { schedule: { ...daily.schedule, timeZone: 'Mars/Base' } }, 'schedule.timeZone'],
    ['an interval of nothing', { schedule: { type: 'interval', intervalMinutes: 0 } }, 'schedule.intervalMinutes'],
    [
      'a time that has passed',
      { schedule: { type: 'one_time', scheduledTime: '2020-01-01T00:00:00Z' } },
      'schedule.scheduledTime',
    ],
    ['two kinds of schedule', { schedule: { ...daily.schedule, intervalMinutes: 5 } }, 'schedule'],
    ['an unknown handler', { jobHandler: 'operations.nothing' }, 'jobHandler'],
    ['a handler of the platform', { jobHandler: 'operations.purgeExpired' }, 'jobHandler'],
    ['parameters that do not suit the handler', { jobParameters: { keepDays: 'all' } }, 'jobParameters.keepDays'],
    ['unknown parameters', { jobParameters: { days: 3 } }, 'jobParameters'],
  ])('is refused with %s', async (_, wrong, path) => {
    const answer = await (await caller())('POST', '/v1/scheduled-jobs:schedule', { ...daily, ...wrong });
    expect(answer.status, answer.text).toBe(422);
    expect(answer.text).toContain(`"path":"${path}`);
  });

  it('needs job.write, and is not done past the verb', async () => {
    expect((await (await caller(['job.read']))('POST', '/v1/scheduled-jobs:schedule', daily)).status).toBe(403);
    expect((await (await caller())('POST', '/v1/scheduled-jobs', daily)).status).toBe(405);
    expect((await (await caller())('POST', '/v1/job-executions', {})).status).toBe(405);
  });
});

describe('a scheduled job', () => {
  it('is paused, resumed at its next regular time, and run on request', async () => {
    const call = await caller();
    const { body: job } = await call('POST', '/v1/scheduled-jobs:schedule', daily);
    const path = `/v1/scheduled-jobs/${job.id}`;
    expect((await call('POST', `${path}:pause`)).body).toEqual({ id: job.id, isActive: false });
    expect((await call('POST', `${path}:runNow`)).status).toBe(409);
    expect((await call('POST', `${path}:resume`)).body).toEqual({ id: job.id, isActive: true });
    expect((await call('GET', path)).body.nextRunAt).toMatch(/^2026-06-02T01:30:00/);
    expect((await call('POST', `${path}:pause`)).status).toBe(200);
    await call('POST', `${path}:resume`);
    const body = await changesOf(call, '/v1/scheduled-jobs:changes', 5);
    expect(body.data.map((event: { type: string }) => event.type)).toEqual([
      'scheduledJob.scheduled',
      'scheduledJob.paused',
      'scheduledJob.resumed',
      'scheduledJob.paused',
      'scheduledJob.resumed',
    ]);
  });

  it('is due at once after runNow, and keeps its regular time', async () => {
    const call = await caller();
    const { body: job } = await call('POST', '/v1/scheduled-jobs:schedule', {
      ...daily,
      schedule: { type: 'one_time', scheduledTime: far },
    });
    expect((await call('POST', `/v1/scheduled-jobs/${job.id}:runNow`)).status).toBe(202);
    const { body } = await call('GET', `/v1/scheduled-jobs/${job.id}`);
    expect(body.nextRunAt).toMatch(/^2026-06-01T12:00:00/);
    expect(body.scheduledRunAt).toMatch(/^2926-06-01T12:00:00/);
    await call('DELETE', `/v1/scheduled-jobs/${job.id}`, undefined, { 'If-Match': '*' });
  });

  it('of another tenant does not exist', async () => {
    const { body: job } = await (await caller())('POST', '/v1/scheduled-jobs:schedule', daily);
    const other = await caller();
    for (const verb of ['pause', 'resume', 'runNow'])
      expect((await other('POST', `/v1/scheduled-jobs/${job.id}:${verb}`)).status).toBe(404);
  });
});
