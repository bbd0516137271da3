import type { Domain } from '../../runtime/domain.ts';
import * as resources from './resources.ts';
import { defineSetting } from './verbs/defineSetting.ts';
import { effectiveSettingsVerb } from './verbs/effectiveSettings.ts';
import { listPartitions } from './verbs/listPartitions.ts';
import { pauseJob } from './verbs/pauseJob.ts';
import { resetSetting } from './verbs/resetSetting.ts';
import { resumeJob } from './verbs/resumeJob.ts';
import { revealSetting } from './verbs/revealSetting.ts';
import { runJobNow } from './verbs/runJobNow.ts';
import { scheduleJob } from './verbs/scheduleJob.ts';
import { setSetting } from './verbs/setSetting.ts';

export const operationsDomain = {
  name: 'operations',
  resources: Object.values(resources),
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
} satisfies Domain;

export { secretSetting, settingValue } from './settings/index.ts';
