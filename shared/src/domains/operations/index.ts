import type { Domain } from '../../runtime/domain.ts';
import { operationsJobs } from './jobs/index.ts';
import { operationsResources } from './resources.ts';
import { defineSetting } from './verbs/define-setting.ts';
import { effectiveSettingsVerb } from './verbs/effective-settings.ts';
import { listPartitions } from './verbs/list-partitions.ts';
import { pauseJob } from './verbs/pause-job.ts';
import { resetSetting } from './verbs/reset-setting.ts';
import { resumeJob } from './verbs/resume-job.ts';
import { revealSetting } from './verbs/reveal-setting.ts';
import { runJobNow } from './verbs/run-job-now.ts';
import { scheduleJob } from './verbs/schedule-job.ts';
import { setSetting } from './verbs/set-setting.ts';

export const operationsDomain = {
  name: 'operations',
  resources: operationsResources,
  verbs: [
    setSetting,
    defineSetting,
    effectiveSettingsVerb,
    resetSetting,
    revealSetting,
    scheduleJob,
    pauseJob,
    resumeJob,
    runJobNow,
    listPartitions,
  ],
  consumers: [],
  jobs: operationsJobs,
} satisfies Domain;

export { secretSetting, settingValue } from './settings/index.ts';
