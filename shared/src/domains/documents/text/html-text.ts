import { decodeEntities } from './html-entities.ts';

const hidden = new Set(['script', 'style', 'head', 'title', 'noscript', 'template', 'svg', 'iframe', 'object', 'select']);
const paragraphs = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'table',
  'ul',
  'ol',
  'blockquote',
  'pre',
  'hr',
  'section',
  'article',
]);
const blocks = new Set(['div', 'tr', 'li', 'dt', 'dd', 'header', 'footer', 'address', 'body', 'html', 'form']);

/**
 * The text of HTML: a line a block, an empty line around paragraphs, headings as in Markdown, cells of a row parted by tabs, links as
 * their text. Scripts, styles and comments are left out; nothing is loaded or run.
 */
export function htmlToText(html: string): string {
  const text = new TextOfHtml();
  let offset = 0;
  while (offset < html.length) {
    const open = html.indexOf('<', offset);
    const end = open === -1 ? html.length : open;
    text.write(html.slice(offset, end));
    if (open === -1) break;
    offset = readTag(html, open, text);
  }
  return text.toString();
}

/** @returns where the text goes on */
function readTag(html: string, open: number, text: TextOfHtml): number {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4);
    return end === -1 ? html.length : end + 3;
  }
  const name = /^<\/?([a-z][a-z0-9]*)/i.exec(html.slice(open, open + 32))?.[1]?.toLowerCase();
  if (name === undefined && !/^<[!?/]/.test(html.slice(open, open + 2))) {
    text.write('<');
    return open + 1;
  }
  const close = html.indexOf('>', open);
  if (close === -1) return html.length;
  const closing = html[open + 1] === '/';
  if (name === undefined) return close + 1;
  if (hidden.has(name)) return closing ? close + 1 : endOfElement(html, name, close + 1);
  text.tag(name, closing);
  return close + 1;
}

function endOfElement(html: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}\\b[^>]*>`, 'ig');
  pattern.lastIndex = from;
  return pattern.exec(html) ? pattern.lastIndex : html.length;
}

class TextOfHtml {
  #text = '';
  #line = '';
  #prefix = '';
  /** Blocks inside a cell do not end the row's line. */
  #cells = 0;

  write(html: string): void {
    this.#line += decodeEntities(html.replace(/\s+/g, ' '));
  }

  tag(name: string, closing: boolean): void {
    if (name === 'td' || name === 'th') this.#cell(closing);
    else if (name === 'tr') this.#row();
    else if (this.#cells > 0 && name !== 'table') this.#line += ' ';
    else if (name === 'br') this.#endLine();
    else if (paragraphs.has(name)) this.#paragraph(name, closing);
    else if (blocks.has(name)) {
      this.#endLine();
      if (name === 'li' && !closing) this.#prefix = '- ';
    }
  }

  #cell(closing: boolean): void {
    if (closing) this.#line += '\t';
    this.#cells = Math.max(0, this.#cells + (closing ? -1 : 1));
  }

  #row(): void {
    this.#cells = 0;
    this.#endLine();
  }

  #paragraph(name: string, closing: boolean): void {
    if (this.#cells > 0) return;
    this.#endLine();
    if (!this.#text.endsWith('\n\n') && this.#text !== '') this.#text += '\n';
    if (/^h[1-6]$/.test(name)) this.#prefix = closing ? '' : `${'#'.repeat(Number(name[1]))} `;
  }

  #endLine(): void {
    const line = this.#line
      .split('\t')
      .map((cell) => cell.replace(/ +/g, ' ').trim())
      .join('\t')
      .trimEnd();
    if (line !== '') {
      this.#text += `${this.#prefix}${line}\n`;
      this.#prefix = '';
    }
    this.#line = '';
  }

  toString(): string {
    this.#endLine();
    return this.#text.trim();
  }
}
