import { htmlToText } from './html-text.ts';
import type { OpenDocument } from './open-document.ts';
import type { TextPage } from './text-document.ts';
import { textDocument } from './text-document.ts';
import { UnreadableDocument } from './unreadable-document.ts';
import { storedZip } from './zip/stored-zip.ts';
import { unzip } from './zip/unzip.ts';

const pageBreak = '<hr />';

/**
 * A Word document: headings as in Markdown, rows of tables as lines with cells parted by tabs, a page at each page break that its
 * author set. Pictures are left out.
 */
export async function openDocx(bytes: Uint8Array): Promise<OpenDocument> {
  const parts = unzip(bytes, (name) => /\.(xml|rels)$/i.test(name));
  const { default: mammoth } = await import('mammoth');
  try {
    const { value: html } = await mammoth.convertToHtml(
      { buffer: storedZip(parts) },
      {
        styleMap: ["br[type='page'] => hr"],
        // Pictures were not unpacked: nothing is read.
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
        externalFileAccess: false,
      },
    );
    const pages = html.split(pageBreak).map(toPage);
    return textDocument({ fileType: 'docx', title: titleOf(parts) ?? pages[0]?.heading, pages });
  } catch (error) {
    if (error instanceof UnreadableDocument) throw error;
    throw new UnreadableDocument('corrupt', 'This Word document is damaged and cannot be read.', { cause: error });
  }
}

function toPage(html: string): TextPage {
  const text = htmlToText(html);
  const heading = /^#{1,6} (.+)$/m.exec(text)?.[1];
  return { text, ...(heading && { heading }) };
}

function titleOf(parts: ReadonlyMap<string, Uint8Array>): string | undefined {
  const properties = parts.get('docProps/core.xml');
  const title = properties && /<dc:title>([^<]*)<\/dc:title>/.exec(new TextDecoder().decode(properties))?.[1];
  return title ? htmlToText(title) || undefined : undefined;
}
