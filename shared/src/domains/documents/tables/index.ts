export { analysisTypes, documentAiAnalysis, modelProviders } from './documentAiAnalysis.ts';
export { documentAuditActions, documentAuditLog } from './documentAuditLog.ts';
export { documentComments } from './documentComments.ts';
export { documentFolders } from './documentFolders.ts';
export { documentPages, pageTextSources } from './documentPages.ts';
export { documentShares, sharePermissionLevels } from './documentShares.ts';
export { documentStagedPassages } from './documentStagedPassages.ts';
export { documentSuggestions, suggestionKinds, suggestionStatuses } from './documentSuggestions.ts';
export {
  type AnalysisStatus,
  analysisStatuses,
  type DocumentClass,
  documentClasses,
  documentEntityTypes,
  documents,
} from './documents.ts';
export { documentVersions } from './documentVersions.ts';
export { embeddingSourceTypes, ragEmbeddings } from './ragEmbeddings.ts';
