import type pg from 'pg';

/** One COPY on the driver's connection: out of the table into text, or from text into it. */
export function copy(client: pg.Client, sql: string, input?: Buffer[]): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    // The parts of the driver's connection that its types leave out.
    type Wire = { query(text: string): void; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };
    client.query({
      submit: (wire: Wire) => wire.query(sql),
      handleCopyInResponse: (wire: Wire) => {
        for (const chunk of input ?? []) wire.sendCopyFromChunk(chunk);
        wire.endCopyFrom();
      },
      handleCopyData: ({ chunk }: { chunk: Buffer }) => chunks.push(Buffer.from(chunk)),
      handleRowDescription: () => {},
      handleDataRow: () => {},
      handleCommandComplete: () => {},
      handleReadyForQuery: () => resolve(chunks),
      handleError: reject,
    } as unknown as pg.Submittable);
  });
}

/** The rows of a query as COPY reads them, in pieces of 64 KB as psql sends them. */
export async function rowsAsText(client: pg.Client, query: string): Promise<Buffer[]> {
  const text = Buffer.concat(await copy(client, `copy (${query}) to stdout`));
  return Array.from({ length: Math.ceil(text.length / 65_536) }, (_, n) => text.subarray(n * 65_536, (n + 1) * 65_536));
}
