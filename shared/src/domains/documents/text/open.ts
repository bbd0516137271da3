import type { OpenDocument, OpenOptions } from './open-document.ts';
import { sniff } from './sniff/sniff.ts';
import { UnreadableDocument } from './unreadable-document.ts';

/**
 * Opens a file of any type that is read here: PDF, pictures, Word, Excel, tables, mails and plain text. The bytes decide the type. Readers
 * are loaded when they are first needed. Nothing in the file is run, and nothing it names is fetched.
 * @throws UnreadableDocument; the signal's reason when aborted. Reading a page may also throw OcrFailed, after which it may be tried again
 */
export async function openDocument(bytes: Uint8Array, options: OpenOptions): Promise<OpenDocument> {
  const { fileName, maxPages = 2000, signal } = options;
  signal?.throwIfAborted();
  const document = await opened();
  signal?.throwIfAborted();
  if (document.pageCount <= maxPages) return document;
  await document.close();
  throw new UnreadableDocument('too_many_pages', `This file has ${document.pageCount} pages; at most ${maxPages} are read.`);

  async function opened(): Promise<OpenDocument> {
    const fileType = await sniff(bytes, fileName);
    switch (fileType) {
      case 'pdf':
        return await (await import('./pdf/open-pdf.ts')).openPdf(bytes, { maxPages, signal });
      case 'tif':
        return await (await import('./picture/open-tiff.ts')).openTiff(bytes, { maxPages, signal });
      case 'docx':
        return await (await import('./docx.ts')).openDocx(bytes);
      case 'xlsx':
        return await (await import('./xlsx.ts')).openXlsx(bytes);
      case 'csv':
      case 'tsv':
        return await (await import('./csv.ts')).openCsv(bytes, fileType);
      case 'eml':
        return await (await import('./eml.ts')).openEml(bytes);
      case 'txt':
      case 'md':
        return (await import('./plain.ts')).openPlainText(bytes, fileType);
      default:
        return (await import('./picture/open-picture.ts')).openPicture(bytes, fileType);
    }
  }
}
