// A process that does nothing but analyse the object it is told of, and then embeds its passages alone. Ends with a line of JSON.

import { createDocumentAnalysis } from '@wheelhouse/shared/domains/documents/analysis/index.ts';
import { embeddedText } from '@wheelhouse/shared/domains/documents/embedding/embedded-text.ts';
import { documentModels } from '@wheelhouse/shared/domains/documents/models/of-config.ts';
import { chunkPages, openDocument, type PageText } from '@wheelhouse/shared/domains/documents/text/index.ts';
import type { StoredObject } from '@wheelhouse/shared/runtime/event-function.ts';
import { startInstance } from '@wheelhouse/shared/runtime/instance.ts';

const object = JSON.parse(process.argv[2] as string) as StoredObject;
const { services, close } = await startInstance('bench-long', { models: documentModels });

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

async function passagesOf(): Promise<string[]> {
  const [bytes] = await (await services.storage()).bucket(object.bucket).file(object.name).download();
  const document = await openDocument(bytes, { fileName: object.name });
  const pages: PageText[] = [];
  for (let number = 1; number <= document.pageCount; number += 1) pages.push(await document.readPage(number));
  await document.close();
  return chunkPages(pages).map(embeddedText);
}

const analysisSeconds = await secondsOf(async () => {
  const outcome = await createDocumentAnalysis({ services }).analyse(object);
  if (outcome.outcome !== 'analysed') throw new Error(`The long document was not analysed: ${JSON.stringify(outcome)}`);
});
// In KiB, and of the process's whole life: read before anything else is done.
const peakMiB = process.resourceUsage().maxRSS / 1024;
const passages = await passagesOf();
const embeddings = await services.embeddings();
const embeddingSeconds = await secondsOf(() => embeddings.embed(passages, { purpose: 'document' }));
await close();
console.log(JSON.stringify({ analysisSeconds, embeddingSeconds, peakMiB, passages: passages.length }));
