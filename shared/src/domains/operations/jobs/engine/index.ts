export { type RunSummary, runDueJobs } from './run-due-jobs.ts';
export { firstRun, type Schedule, scheduleProblems } from './schedule.ts';
