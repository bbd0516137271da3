import type { Consumer } from '../../../runtime/consumer.ts';
import { copyRestoredVersion } from './copyRestoredVersion.ts';
import { deleteOrphanedFiles } from './deleteOrphanedFiles.ts';
import { rereadCorrectedClass } from './rereadCorrectedClass.ts';
import { rewriteForAnalysis } from './rewriteForAnalysis.ts';

export const documentConsumers: readonly Consumer[] = [
  rewriteForAnalysis,
  rereadCorrectedClass,
  copyRestoredVersion,
  deleteOrphanedFiles,
];
