import { ensurePartitions } from './ensurePartitions.ts';
import { publishEvents } from './publishEvents.ts';
import { purgeExpired } from './purgeExpired.ts';
import { purgeJobHistory } from './purgeJobHistory.ts';

export const operationsJobs = [ensurePartitions, publishEvents, purgeExpired, purgeJobHistory];
