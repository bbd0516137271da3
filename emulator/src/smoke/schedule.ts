import type { Cloud } from '../cloud/start-cloud.ts';
import type { RunningTenant } from '../demo/create-demo.ts';
import { check } from './eventually.ts';

/** Schedules a job of the tenant for now, lets the scheduler fire, and reads its history. */
export async function smokeSchedule(cloud: Cloud, { api }: RunningTenant): Promise<void> {
  const job = await api.post<{ id: string }>('/v1/scheduled-jobs:schedule', {
    jobName: `smoke-${Date.now()}`,
    jobHandler: 'fleet.applyAssignments',
    jobType: 'sync',
    schedule: { type: 'one_time', scheduledTime: new Date().toISOString() },
  });
  await cloud.scheduler.runNow('scheduled-jobs');
  const { data } = await api.get<{ data: { executionStatus: string; errorMessage: string | null }[] }>(
    `/v1/job-executions?scheduledJobId=${job.id}`,
  );
  check(data.length === 1 && data[0]?.executionStatus === 'success', `the history of the job is ${JSON.stringify(data)}`);
}
