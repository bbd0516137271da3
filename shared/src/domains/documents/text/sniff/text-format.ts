import { decodeText } from '../plain.ts';
import { UnreadableDocument } from '../unreadable-document.ts';
import { separatorOf } from './separator.ts';

export type TextFormat = 'txt' | 'md' | 'csv' | 'tsv' | 'eml';

const leading = /^(\s|<!--[\s\S]*?-->|<\?xml[^>]*\?>)*/;
// The tags of the WHATWG MIME sniffing standard (7.1), and SVG.
const markup =
  /^<(!doctype\s+(html|svg)|([\w-]+:)?(html|svg)|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>/]/i;
const markdownMayStartWith = /^<(h1|div|a|b|br|p|table)[\s>/]/i;

/** The format of a text, by its beginning; Markdown and tables are told by the name where it has one. @throws UnreadableDocument */
export function textFormatOf(bytes: Uint8Array, fileName: string): TextFormat {
  const head = decodeText(bytes.subarray(0, 16_384));
  const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  refuseActive(head, fileName, extension === 'md');
  if (looksLikeMail(head, extension === 'eml')) return 'eml';
  if (extension === 'csv' || extension === 'tsv' || extension === 'md') return extension;
  if (extension === 'txt' || extension === 'text' || extension === 'log') return 'txt';
  const separator = separatorOf(head);
  if (separator === undefined) return 'txt';
  return separator === '\t' ? 'tsv' : 'csv';
}

function refuseActive(head: string, fileName: string, isMarkdown: boolean): void {
  const beginning = head.slice(leading.exec(head)![0].length);
  const isMarkup = markup.test(beginning) && !(isMarkdown && markdownMayStartWith.test(beginning));
  if (isMarkup) {
    const advice = 'Print it to PDF and upload that.';
    throw new UnreadableDocument(
      'active_content',
      `'${fileName}' is a web page or an SVG drawing, which can hold programs. ${advice}`,
    );
  }
  if (head.startsWith('#!')) throw new UnreadableDocument('active_content', `'${fileName}' is a script.`);
  if (/^(\{\\rtf|%!PS)/.test(head)) {
    throw new UnreadableDocument(
      'unsupported_type',
      `'${fileName}' is RTF or PostScript. Save it as PDF or .docx and upload that.`,
    );
  }
}

/** RFC 5322 header fields at the start; without the name's help also one that only mail systems write. */
function looksLikeMail(head: string, named: boolean): boolean {
  const fields = head.replaceAll('\r\n', '\n').split('\n\n', 1)[0]!;
  if (!/^(From )?[A-Za-z][\w-]*:/.test(fields)) return false;
  const has = (name: string) => new RegExp(`^${name}:`, 'im').test(fields);
  if (named) return has('From') || has('Subject') || has('To');
  return has('From') && (has('Message-ID') || has('MIME-Version') || has('Received'));
}
