import type { Box, PageText } from '../text/index.ts';
import type { Evidence } from '../understanding/understanding.ts';
import { unescaped } from './document-as-data.ts';

/** White space is one space; nothing else differs. */
export function squeezed(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/**
 * The words that a model quotes, as they stand in a text: word for word, white space aside. Undefined where they do not.
 */
export function quoteIn(text: string, quote: string): string | undefined {
  const within = squeezed(text);
  return [quote, unescaped(quote)].map(squeezed).find((words) => words !== '' && standsIn(within, words));
}

/** Whether the words stand there as whole words: 12 does not stand in 2012. */
function standsIn(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const joinsBefore = /[\p{L}\p{N}]{2}/u.test(text.slice(Math.max(0, at - 1), at + 1));
    const joinsAfter = /[\p{L}\p{N}]{2}/u.test(text.slice(at + words.length - 1, at + words.length + 1));
    if (!joinsBefore && !joinsAfter) return true;
  }
  return false;
}

/** Most lines that a quote may run over. */
const mostLines = 4;

/**
 * Where the quoted words stand on a page: on the line that is named, else on another, else over a few lines that follow each other.
 * Place and text are of our own lines, whatever the model says.
 */
export function findQuote(page: PageText, quote: string, lineNumber: number): (Evidence & { onNamedLine: boolean }) | undefined {
  const { lines } = page;
  const order = [lineNumber - 1, ...lines.keys()].filter((index) => lines[index]);
  for (let count = 1; count <= mostLines; count++) {
    for (const index of order) {
      const run = lines.slice(index, index + count);
      const text = quoteIn(run.map((line) => line.text).join(' '), quote);
      if (text === undefined) continue;
      const onNamedLine = lineNumber - 1 >= index && lineNumber - 1 < index + count;
      return { pageNumber: page.number, box: around(run.map((line) => line.box)), text, onNamedLine };
    }
  }
  return undefined;
}

/** The smallest rectangle around all; null where one has no place. */
function around(boxes: readonly (Box | null)[]): Box | null {
  const known = boxes.filter((box) => box !== null);
  if (known.length < boxes.length) return null;
  const x = Math.min(...known.map((box) => box.x));
  const y = Math.min(...known.map((box) => box.y));
  const right = Math.max(...known.map((box) => box.x + box.width));
  const bottom = Math.max(...known.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
