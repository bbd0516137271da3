import type { DocumentClass } from '@wheelhouse/shared/domains/documents/tables/index.ts';
import type { FieldName } from '@wheelhouse/shared/domains/documents/understanding/understanding.ts';
import type { Paper } from './paper.ts';

/** A value that stands on the paper. */
export type TrueField = {
  name: FieldName;
  /** Normalised as `FoundField` says. */
  value: string;
  /** As it is printed. */
  drawn: string;
  /** False where another value of the field is the better answer: it counts neither when found nor when missed. */
  wanted: boolean;
};

export type TrueLine = { description: string; quantity: string | null; unitPrice: string | null; amount: string; drawn: string };

/** What stands on the paper, noted while it is drawn so that nothing is listed that is not there. */
export class Truth {
  readonly fields: TrueField[] = [];
  readonly lines: TrueLine[] = [];

  /** Notes a value and returns it as it is printed. */
  is(name: FieldName, value: string, drawn = value): string {
    this.fields.push({ name, value, drawn, wanted: true });
    return drawn;
  }

  /** Notes a value that a reader may give for the field and need not. */
  may(name: FieldName, value: string, drawn = value): string {
    this.fields.push({ name, value, drawn, wanted: false });
    return drawn;
  }

  /** Notes a line and returns its amount as it is printed. */
  line(
    description: string,
    amount: string,
    drawn: string,
    quantity: string | null = null,
    unitPrice: string | null = null,
  ): string {
    this.lines.push({ description, amount, drawn, quantity, unitPrice });
    return drawn;
  }
}

export type Layout = {
  /** What the file could be called, without its ending. */
  name: string;
  /** BCP 47: where the reader is. `en-US` by default. */
  locale?: string;
  draw(truth: Truth): Paper;
};

export type CorpusDocument = {
  name: string;
  documentClass: DocumentClass;
  locale: string;
  truth: Truth;
  paper: Paper;
};
