import type { DocumentForModel, PassageForModel } from './document-model.ts';

/** Most characters of a document that a model is sent, by what it is asked. Later pages are cut off: what a document is and says of itself
 * stands on its first pages, and a long one would cost what a hundred short ones do. */
export const mostCharacters = { classification: 12_000, extraction: 60_000, answer: 40_000 } as const;

type Purpose = keyof typeof mostCharacters;

/**
 * A document's text as data for a model: pages and lines with their numbers. What would be markup is escaped, so that no text closes
 * the element it stands in.
 */
export function documentAsData(document: DocumentForModel, purpose: Exclude<Purpose, 'answer'>): string {
  const parts: string[] = [];
  let left = mostCharacters[purpose];
  for (const page of document.pages) {
    const lines: string[] = [];
    for (const [index, line] of page.lines.entries()) {
      const text = `${index + 1}| ${escaped(line.text)}`;
      left -= text.length + 1;
      if (left < 0) break;
      lines.push(text);
    }
    if (lines.length > 0) parts.push(`<page number="${page.number}">\n${lines.join('\n')}\n</page>`);
    if (left < 0) break;
  }
  const { fileName, title, locale } = document;
  const head = `<document file="${attribute(fileName)}" title="${attribute(title ?? '')}" pages="${document.pages.length}" locale="${attribute(locale)}">`;
  return `${head}\n${parts.join('\n')}\n</document>`;
}

/** Passages as data for a model, each with its number, until the most characters are reached. */
export function passagesAsData(passages: readonly PassageForModel[]): string {
  const parts: string[] = [];
  let left: number = mostCharacters.answer;
  for (const { number, documentName, heading, text, pageFrom } of passages) {
    const head = `<passage number="${number}" document="${attribute(documentName)}" page="${pageFrom ?? ''}" heading="${attribute(heading ?? '')}">`;
    const part = `${head}\n${text.split(/\r?\n/).map(escaped).join('\n')}\n</passage>`;
    left -= part.length;
    if (left < 0) break;
    parts.push(part);
  }
  return `<passages>\n${parts.join('\n')}\n</passages>`;
}

/** How many characters a model is sent of a document: what `mostCostUsd` asks for. */
export function charactersOfDocument(document: DocumentForModel, purpose: Exclude<Purpose, 'answer'>): number {
  return documentAsData(document, purpose).length;
}

/** How many characters a model is sent for a question. */
export function charactersOfPassages(question: string, passages: readonly PassageForModel[]): number {
  return question.length + passagesAsData(passages).length;
}

/** The text in one line and without markup: line breaks of every kind and control characters become spaces. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => (character === '\t' ? '\t' : ' '))
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] as string);
}

const attribute = (text: string): string => escaped(text).replaceAll('"', '&quot;').slice(0, 300);

/** Undoes `escaped` in what a model quotes. */
export function unescaped(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot);/g,
    (_, name: 'amp' | 'lt' | 'gt' | 'quot') => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name],
  );
}
