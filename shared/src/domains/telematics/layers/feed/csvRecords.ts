import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Envelope, RawRecord } from '../formats/format.ts';
import { FeedError } from './feed-error.ts';

/**
 * Rows of a CSV document (RFC 4180) as it arrives, by the names of its header in snake case: `EV DC Fast Count` is `ev_dc_fast_count`.
 * An empty field is null. A row of another length than the header costs only itself.
 *
 * @throws FeedError where it is no CSV: a quote that never closes, a row of more than a million characters
 */
export async function* csvRecords(body: AsyncIterable<Buffer>): AsyncGenerator<RawRecord, Envelope> {
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 1_000_000 });
  const source = Readable.from(body, { objectMode: false });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let header: string[] | undefined;
  try {
    for await (const row of parser as AsyncIterable<string[]>) {
      if (!header) header = row.map(snakeCase);
      else if (row.length !== header.length) yield { broken: 'malformed' };
      else yield { value: Object.fromEntries(header.map((name, index) => [name, row[index] === '' ? null : row[index]])) };
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('CSV_'))
      throw new FeedError(`No CSV: ${(error as Error).message}`, { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
  return {};
}

const snakeCase = (name: string): string =>
  name
    .trim()
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
