import { z } from 'zod';
import { invalidField } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { type Cursor, decodeCursor, encodeCursor, readChanges, start } from '../live/index.ts';

const invalidCursor = () =>
  invalidField('cursor', 'This is not a cursor of this change feed. Start again without one.', 'invalid_cursor');

export const stateChanges = verb({
  name: 'changes',
  on: 'vehicle-states',
  target: 'collection',
  method: 'GET',
  permission: 'location.read',
  summary: 'Where vehicles are now, as far as it changed since a cursor',
  description:
    'The live stream in pages, without the events: its ids are cursors here, and the other way round. Each vehicle whose state changed ' +
    'comes once, as it is now; where it was in between, the history says.',
  input: z.strictObject({
    cursor: z.string().min(1).max(8_000).optional().describe('page.nextCursor of the page before; without one, all states.'),
    limit: z.int().min(1).max(1_000).default(200),
  }),
  output: z.object({
    data: z.array(
      z.object({
        type: z.string(),
        subjectId: z.guid(),
        occurredAt: z.iso.datetime({ offset: true }),
        data: z.record(z.string(), z.unknown()).describe('The state, as GET /v1/vehicle-states/{id} shows it.'),
      }),
    ),
    page: z.object({
      nextCursor: z.string().describe('where to go on, now or later'),
      hasMore: z.boolean().describe('false when the feed has been read to its end for now'),
    }),
  }),
  run: async ({ tx, input: { cursor: text, limit } }) => {
    const cursor: Cursor | undefined = text === undefined ? start : decodeCursor(text);
    if (!cursor) throw invalidCursor();
    const { since, on } = cursor;
    const page = await readChanges(tx, { since, ...on, limit, subjectTypes: ['vehicleState'] });
    if ((on?.until ?? since).xmax > page.next) throw invalidCursor();
    const last = page.changes.at(-1);
    const next: Cursor = page.more && last ? { since, on: { until: page.until, after: last.place } } : { since: page.until };
    return {
      data: page.changes.map(({ json }) => JSON.parse(json)),
      page: { nextCursor: encodeCursor(next), hasMore: page.more || on !== undefined },
    };
  },
});
