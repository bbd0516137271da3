import { ensurePartitions } from './ensure-partitions.ts';
import { publishEvents } from './publish-events.ts';
import { purgeExpired } from './purge-expired.ts';
import { purgeJobHistory } from './purge-job-history.ts';

export const operationsJobs = [ensurePartitions, publishEvents, purgeExpired, purgeJobHistory];
