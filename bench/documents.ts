// npm run bench -- documents [extraction|retrieval|hybrid|long]
// What is understood of documents and how well and how fast they are found; everything by default. Each part says in its file what it measures.
import { report } from './support/report.ts';

const limits = {
  class_accuracy: 0.9,
  field_f1_clean: 0.85,
  field_f1_degraded: 0.7,
  recall5_paraphrase: 0.8,
  recall5_identifier: 1,
  hybrid_vs_vector: 3,
  pdf200_vs_embedding: 4,
  peak_mib: 1024,
};
const atLeast = ['class_accuracy', 'field_f1_clean', 'field_f1_degraded', 'recall5_paraphrase', 'recall5_identifier'];

// Loaded when they run: OCR, models and databases are not in each other's way.
const parts: Record<string, () => Promise<Record<string, number>>> = {
  extraction: async () => (await import('./documents/extraction.ts')).extraction(),
  retrieval: async () => (await import('./documents/retrieval.ts')).retrieval(),
  hybrid: async () => (await import('./documents/hybrid.ts')).hybrid(),
  long: async () => (await import('./documents/long.ts')).long(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
const ratios: Record<string, number> = {};
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) Object.assign(ratios, await parts[name]!());
const measured = Object.fromEntries(Object.entries(limits).filter(([key]) => key in ratios));
report('documents', ratios, measured, atLeast);
