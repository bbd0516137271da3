import { openDocument } from '@wheelhouse/shared/domains/documents/text/open.ts';
import type { PageText } from '@wheelhouse/shared/domains/documents/text/open-document.ts';
import { UnreadableDocument } from '@wheelhouse/shared/domains/documents/text/unreadable-document.ts';

/** All pages of a file. */
export async function readAll(
  bytes: Uint8Array,
  fileName = 'upload.bin',
  options: { maxPages?: number; signal?: AbortSignal } = {},
) {
  const document = await openDocument(bytes, { fileName, ...options });
  try {
    const pages: PageText[] = [];
    for (let number = 1; number <= document.pageCount; number++) pages.push(await document.readPage(number, options.signal));
    return { ...document, pages, text: pages.map((page) => page.text).join('\f') };
  } finally {
    await document.close();
  }
}

/** Why a file is not read: the reason, `read` where it is, and any other error as text. */
export async function refusal(
  bytes: Uint8Array,
  fileName = 'upload.bin',
  options: { maxPages?: number; signal?: AbortSignal } = {},
) {
  return await readAll(bytes, fileName, options).then(
    () => 'read',
    (error: unknown) => (error instanceof UnreadableDocument ? error.reason : String(error)),
  );
}
