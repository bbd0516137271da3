import type { Job } from '../../../runtime/job.ts';
import { deleteAbandonedUploads } from './deleteAbandonedUploads.ts';
import { purgeArchived } from './purgeArchived.ts';
import { reembed } from './reembed.ts';

export const documentJobs: readonly Job[] = [purgeArchived, deleteAbandonedUploads, reembed];
