import type { Tx } from '../../../db/scope.ts';
import { type PageText, UnreadableDocument } from '../text/index.ts';
import { storeAttachments } from './attachments.ts';
import { noteDuplicate } from './note-duplicate.ts';
import type { Target } from './outcome.ts';
import { pagesRead, storePages } from './pages.ts';
import { recordProgress } from './progress.ts';
import type { Step } from './step.ts';
import { storeThumbnail } from './thumbnail.ts';

/** Pages that are stored at once; a crash costs no more reading than this. Reading a picture takes seconds, so such a page is stored by itself. */
const pagesAtOnce = 20;

/** Reads every page, makes the small picture, and files attachments as documents of their own. */
export const extract: Step = {
  after: 'sniffed',
  status: 'extracted',
  async run(context) {
    const { target, inTenant, write, open } = context;
    const document = await open();
    const done = await inTenant((tx) => pagesRead(tx, target.versionId));
    let waiting: PageText[] = [];
    const store = () =>
      write(async (tx) => {
        await storePages(tx, target, waiting);
        for (const { number } of waiting) done.add(number);
        await recordProgress(tx, target, done.size, document.pageCount);
        waiting = [];
      });
    for (let number = 1; number <= document.pageCount; number += 1) {
      if (done.has(number)) continue;
      const page = await document.readPage(number);
      waiting.push(page);
      if (waiting.length >= pagesAtOnce || page.source === 'ocr') await store();
    }
    if (waiting.length > 0) await store();
    await storeAttachments(context, document.attachments);
    await storeThumbnail(context, document);
    await write((tx) => noteText(tx, target, document.title));
    await write((tx) => noteDuplicate(tx, target));
  },
};

async function noteText(tx: Tx, target: Target, title: string | undefined): Promise<void> {
  const [read] = await tx.query<{ empty: boolean; scanned: boolean; heading: string | null }>(
    `select bool_and(btrim(text) = '') as empty, bool_or(source = 'ocr') as scanned, max(heading) filter (where page_number = 1) as heading
     from document_pages where version_id = $1`,
    [target.versionId],
  );
  if (read?.empty ?? true) {
    throw new UnreadableDocument('no_text', 'No text was found in this file, neither written nor in its pictures.');
  }
  await tx.query(
    `update documents set is_scanned_ai = $2, ai_metadata = coalesce(ai_metadata, '{}') || $3::jsonb where id = $1 and version = $4`,
    [
      target.documentId,
      read?.scanned ?? false,
      JSON.stringify({ title: title?.toWellFormed().replaceAll('\0', '') ?? read?.heading ?? null }),
      target.versionNumber,
    ],
  );
}
