import { ensurePartitions } from './ensurePartitions.ts';
import { expireAudit } from './expireAudit.ts';
import { publishEvents } from './publishEvents.ts';
import { purgeEvents } from './purgeEvents.ts';
import { purgeExpired } from './purgeExpired.ts';
import { purgeJobHistory } from './purgeJobHistory.ts';

export const operationsJobs = [ensurePartitions, expireAudit, publishEvents, purgeEvents, purgeExpired, purgeJobHistory];
