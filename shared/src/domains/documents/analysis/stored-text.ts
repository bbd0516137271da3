import type { ExtractedText, PageText } from '../text/index.ts';

const pageBreak = '\f';

/** Pages and title without the characters that PostgreSQL or the page break cannot have in them. */
export function storable(extracted: ExtractedText): { pages: PageText[]; title: string | undefined } {
  const pages = extracted.pages.map(({ number, text, heading }) => ({
    number,
    text: storableText(text),
    ...(heading && { heading: storableText(heading) }),
  }));
  return { pages, title: extracted.title && storableText(extracted.title) };
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replaceAll(pageBreak, '\n');
}

/** The text of a document as one column holds it. */
export function joinPages(pages: readonly PageText[]): string {
  return pages.map((page) => page.text).join(pageBreak);
}

/** The pages of a stored text, in order. */
export function splitPages(text: string): string[] {
  return text.split(pageBreak);
}
