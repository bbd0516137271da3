import { type AnalysisStatus, analysisStatuses } from '../tables/index.ts';

/** The statuses that an analysis can be begun anew from the step of. */
export const repeatable = ['sniffed', 'extracted', 'classified', 'entities', 'chunked', 'embedded'] as const;
export type RepeatableStatus = (typeof repeatable)[number];

/** The status to begin from so that the step which leads to `status` is taken again. */
export function statusBefore(status: RepeatableStatus): AnalysisStatus {
  return analysisStatuses[analysisStatuses.indexOf(status) - 1] as AnalysisStatus;
}
