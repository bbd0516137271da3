import { embeddingProvider } from '@wheelhouse/shared/domains/documents/embedding/index.ts';
import { type DocumentForModel, documentModel } from '@wheelhouse/shared/domains/documents/models/index.ts';
import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import { openDocument, UnreadableDocument } from '@wheelhouse/shared/domains/documents/text/index.ts';
import type { Extraction } from '@wheelhouse/shared/domains/documents/understanding/understanding.ts';
import { type CorpusDocument, type CorpusFile, cleanFile, corpus, degradedFile } from './corpus/index.ts';
import { printMisses } from './score/print-misses.ts';
import { f1, type Outcome, scoreDocument } from './score/score.ts';

const model = documentModel({ provider: 'embedded', embeddings: async () => embeddingProvider({ provider: 'embedded' }) });

/** What is understood of a file; undefined where it cannot be read. */
async function understand(
  { fileName, bytes }: CorpusFile,
  locale: string,
): Promise<{ documentClass: DocumentClass; extraction: Extraction } | undefined> {
  try {
    const opened = await openDocument(bytes, { fileName });
    const pages: DocumentForModel['pages'][number][] = [];
    for (let number = 1; number <= opened.pageCount; number += 1) pages.push(await opened.readPage(number));
    const document: DocumentForModel = { fileName, title: opened.title, pages, locale };
    await opened.close();
    const { documentClass } = (await model.classify(document)).value;
    // By the class that was found, as the analysis does: a wrong class costs fields too.
    return { documentClass, extraction: (await model.extract(document, documentClass)).value };
  } catch (error) {
    if (error instanceof UnreadableDocument) return undefined;
    throw error;
  }
}

async function readAll(
  form: string,
  documents: readonly CorpusDocument[],
  fileOf: (document: CorpusDocument) => Promise<CorpusFile>,
) {
  const outcomes: Outcome[] = [];
  const confused = new Map<string, number>();
  let unreadable = 0;
  const startedAt = performance.now();
  for (const [index, document] of documents.entries()) {
    const understood = await understand(await fileOf(document), document.locale);
    if (!understood) unreadable += 1;
    if (understood?.documentClass !== document.documentClass) {
      const pair = `${document.documentClass} taken for ${understood?.documentClass ?? 'nothing: unreadable'}`;
      confused.set(pair, (confused.get(pair) ?? 0) + 1);
    }
    outcomes.push(...scoreDocument(document, understood?.extraction ?? { fields: [], lineItems: [] }));
    if ((index + 1) % 10 === 0 || index + 1 === documents.length) {
      console.log(
        `${form}: ${index + 1} of ${documents.length} documents in ${Math.round((performance.now() - startedAt) / 1000)} s`,
      );
    }
  }
  const wrongClass = [...confused.values()].reduce((sum, count) => sum + count, 0);
  printMisses(`Fields, ${form}`, outcomes);
  console.log(
    `\nClasses, ${form}: ${documents.length - wrongClass} of ${documents.length} right, ${unreadable} files unreadable`,
  );
  for (const [pair, count] of confused) console.log(`  ${pair}: ${count}`);
  return { rightClass: documents.length - wrongClass, fieldF1: f1(outcomes) };
}

/** How much of the corpus the rules understand, read as PDFs with text and as scans: see `corpus/` and `score/`. */
export async function extraction(): Promise<{ class_accuracy: number; field_f1_clean: number; field_f1_degraded: number }> {
  const documents = corpus();
  const clean = await readAll('clean', documents, cleanFile);
  const degraded = await readAll('degraded', documents, degradedFile);
  return {
    class_accuracy: (clean.rightClass + degraded.rightClass) / (2 * documents.length),
    field_f1_clean: clean.fieldF1,
    field_f1_degraded: degraded.fieldF1,
  };
}
