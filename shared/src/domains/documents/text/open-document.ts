/** A rectangle in percent of the page, from its upper left corner. */
export type Box = { x: number; y: number; width: number; height: number };

/** A line as it stands on its page. Cells of one row of a table are parted by a tab. */
export type TextLine = { text: string; box: Box | null };

/** Where the text of a page comes from: the file says it, it was read from the picture, or there is none. */
export type PageSource = 'text' | 'ocr' | 'none';

/** One page. `text` has a line feed after each line and an empty line between paragraphs. */
export type PageText = {
  /** Counted from 1. */
  number: number;
  text: string;
  /** The first line set clearly larger than the document's body text. */
  heading?: string;
  source: PageSource;
  /** In reading order; `text` consists of them. */
  lines: TextLine[];
  /** In points of 1/72 inch; null where the format knows no pages. */
  widthPt: number | null;
  heightPt: number | null;
  /** 0 to 1; null unless `source` is `ocr`. */
  ocrConfidence: number | null;
};

/** What passages are cut from. */
export type ReadText = Pick<PageText, 'number' | 'text' | 'heading'>;

/** A file inside a file: the attachment of an e-mail. */
export type Attachment = { fileName: string; contentType: string; bytes: Uint8Array };

/**
 * A file whose type is known and that can be read page by page, so that a long one never stands in memory whole and reading can go on
 * where it stopped.
 */
export interface OpenDocument {
  /** pdf, png, jpg, tif, webp, docx, xlsx, csv, txt, md, eml, … */
  fileType: string;
  pageCount: number;
  title: string | undefined;
  /** @throws UnreadableDocument where the page cannot be read at all */
  readPage(number: number, signal?: AbortSignal): Promise<PageText>;
  /** A PNG of the first page, at most 400 by 400 pixels; undefined where the type has no picture. */
  thumbnail(signal?: AbortSignal): Promise<Uint8Array | undefined>;
  attachments: Attachment[];
  close(): Promise<void>;
}

export type OpenOptions = {
  /** As its owner calls it: for messages, and to tell text formats apart. The bytes decide the type. */
  fileName: string;
  /** A document with more pages is refused. 2,000 by default. */
  maxPages?: number;
  signal?: AbortSignal;
};
