// Data of the events that documents emit beyond created and updated.

/** `document.analysed`: the version can be searched. */
export type DocumentAnalysed = { documentId: string; versionNumber: number; pageCount: number; chunkCount: number };

/** `document.analysis_failed`: the version cannot be read; `reason` is a stable code, `detail` a sentence. */
export type DocumentAnalysisFailed = { documentId: string; versionNumber: number; reason: string; detail: string };

/** `document.archived` and `document.restored` */
export type DocumentArchiving = { id: string; isArchived: boolean };

/** `document.reanalysis_requested`: the analysis follows when the bucket reports the file anew. */
export type DocumentReanalysisRequested = { documentId: string; versionNumber: number };
