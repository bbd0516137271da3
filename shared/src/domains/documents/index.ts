import type { Domain } from '../../runtime/domain.ts';
import { copyRestoredVersion } from './consumers/copyRestoredVersion.ts';
import { deleteOrphanedFiles } from './consumers/deleteOrphanedFiles.ts';
import { rereadCorrectedClass } from './consumers/rereadCorrectedClass.ts';
import { rewriteForAnalysis } from './consumers/rewriteForAnalysis.ts';
import { documentJobs } from './jobs/index.ts';
import * as resources from './resources.ts';
import * as verbs from './verbs/index.ts';

/** Folders, documents, their text, and search in it. */
export const documentsDomain = {
  name: 'documents',
  resources: Object.values(resources),
  verbs: Object.values(verbs),
  consumers: [rewriteForAnalysis, rereadCorrectedClass, copyRestoredVersion, deleteOrphanedFiles],
  jobs: [...documentJobs],
} satisfies Domain;
