import type { Cloud } from '../cloud/start-cloud.ts';
import type { RunningTenant } from '../demo/create-demo.ts';
import { check, eventually } from './eventually.ts';

type Execution = { executionStatus: string; errorMessage: string | null };

/** Schedules a job of the tenant for the next second, lets the scheduler fire until it is due, and reads its history: one run. */
export async function smokeSchedule(cloud: Cloud, { api }: RunningTenant): Promise<void> {
  const job = await api.post<{ id: string }>('/v1/scheduled-jobs:schedule', {
    jobName: `smoke-${Date.now()}`,
    jobHandler: 'fleet.applyAssignments',
    jobType: 'sync',
    schedule: { type: 'one_time', scheduledTime: new Date(Date.now() + 1_000).toISOString() },
  });
  const history = async () => {
    await cloud.scheduler.runNow('scheduled-jobs');
    return (await api.get<{ data: Execution[] }>(`/v1/job-executions?scheduledJobId=${job.id}`)).data;
  };
  await eventually('the run of the job', history, (runs) => runs.length > 0);
  const runs = await history();
  check(runs.length === 1 && runs[0]?.executionStatus === 'success', `the history of the job is ${JSON.stringify(runs)}`);
}
