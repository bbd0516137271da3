import type { Chunk } from '../text/index.ts';

/** The longest text a model takes; only a single word can be longer. */
const maxCharacters = 8000;

/** The text that stands for a passage before a model: under its heading, which often names what it is about. */
export function embeddedText({ heading, text }: Pick<Chunk, 'heading' | 'text'>): string {
  const whole = heading && !text.includes(heading) ? `${heading}\n${text}` : text;
  // Cells of a table are words beside each other.
  return whole.replaceAll('\t', ' ').slice(0, maxCharacters);
}
