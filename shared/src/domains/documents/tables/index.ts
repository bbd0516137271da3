export { documentFolders } from './documentFolders.ts';
export { type AnalysisStatus, analysisStatuses, documentEntityTypes, documents } from './documents.ts';
export { documentVersions } from './documentVersions.ts';
export { embeddingSourceTypes, ragEmbeddings } from './ragEmbeddings.ts';
