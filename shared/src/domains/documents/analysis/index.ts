export { createDocumentAnalysis, type DocumentAnalysis } from './create-document-analysis.ts';
export type { AnalysisOutcome } from './outcome.ts';
