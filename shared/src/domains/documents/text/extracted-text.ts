/** One page: lines end in `\n`, paragraphs are separated by an empty line. */
export interface PageText {
  /** Counted from 1. */
  number: number;
  text: string;
  /** The first line set clearly larger than the document's body text. */
  heading?: string;
}
