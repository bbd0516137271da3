import { integer, jsonb, measure, oneOf, reference, text } from '../../../db/columns.ts';
import { sql, tenantTable } from '../../../db/table.ts';

/** Where the text of a page comes from: the file says it, it was read from the picture, or there is none. */
export const pageTextSources = ['text', 'ocr', 'none'] as const;

export const documentPages = tenantTable('document_pages', {
  comment: 'What was read from each page of a version: the text, and where each line of it stands.',
  audit: { none: 'derived from the file, and written anew with each analysis' },
  columns: {
    versionId: reference('version_id').notNull(),
    documentId: reference('document_id').notNull(),
    pageNumber: integer('page_number').notNull(),
    text: text('text').notNull(),
    heading: text('heading'),
    source: oneOf('source', pageTextSources).notNull(),
    lines: jsonb('lines').notNull().default([]),
    widthPt: measure('width_pt'),
    heightPt: measure('height_pt'),
    ocrConfidence: measure('ocr_confidence'),
  },
  describe: {
    pageNumber: 'From 1.',
    text: 'Lines end in a line feed; paragraphs are parted by an empty line.',
    heading: 'Its first line that is set clearly larger than the rest.',
    lines:
      'Text, and box in percent of the page (x, y, width, height from its upper left corner), of each line, in reading order.',
    widthPt: 'Points of 1/72 inch; null where the format knows no pages.',
    ocrConfidence: '0 to 1, for what was read from a picture.',
  },
  references: {
    versionId: { table: 'document_versions', onDelete: 'cascade' },
    documentId: { table: 'documents', onDelete: 'cascade' },
  },
  unique: [['versionId', 'pageNumber']],
  indexes: [['documentId']],
  checks: {
    page_number_positive: sql`page_number > 0`,
    ocr_confidence_range: sql`ocr_confidence between 0 and 1`,
  },
});
