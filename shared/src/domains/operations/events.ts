import type { SettingType } from './settings/values.ts';

/** Events of this domain besides `<singular>.deleted`: their types and data. */
export type OperationsEvents = {
  /** A value was set, or taken back (`value` null). Values are texts, null for a secret. */
  'setting.changed': {
    id: string;
    key: string;
    type: SettingType;
    category: string;
    environment: string;
    requiresRestart: boolean;
    valueBefore: string | null;
    value: string | null;
  };
  'scheduledJob.scheduled': { id: string; jobName: string; jobHandler: string; nextRunAt: string };
  'scheduledJob.paused': { id: string; jobName: string; jobHandler: string };
  'scheduledJob.resumed': { id: string; jobName: string; jobHandler: string; nextRunAt: string };
  /** Someone asked for a run besides the regular ones. */
  'scheduledJob.requested': { id: string; jobName: string; jobHandler: string };
  /** A regular run failed and so did its retries. */
  'scheduledJob.failed': {
    id: string;
    jobName: string;
    jobHandler: string;
    executionId: string;
    status: 'failed' | 'timeout';
    error: string;
  };
};
