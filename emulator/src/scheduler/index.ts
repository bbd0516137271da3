export type { ScheduledJob } from './scheduled-job.ts';
export { type RunningScheduler, type SchedulerOptions, startScheduler } from './start-scheduler.ts';
