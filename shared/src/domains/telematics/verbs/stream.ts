import { z } from 'zod';
import { isAllowed } from '../../../auth/permissions.ts';
import { invalidField } from '../../../errors.ts';
import { streamedVerb } from '../../../resource/streamed-verb.ts';
import { changeFilter } from '../live/filter.ts';
import {
  areEventsPurged,
  type Cursor,
  decodeCursor,
  liveFrames,
  liveSubjects,
  readChanges,
  readSnapshot,
  start,
  tenantFeed,
} from '../live/index.ts';
import { bboxSchema, boxOf } from '../reading/bbox.ts';

const input = z.strictObject({
  vehicleIds: z.array(z.guid()).min(1).max(1_000).optional().describe('Only what is about these vehicles.'),
  types: z
    .array(
      z
        .string()
        .regex(
          /^[a-z][A-Za-z_]{0,49}\.(\*|[a-z][a-z_]{0,49})$/,
          'vehicleState.updated, trip.started, or trip.* for all of trips',
        ),
    )
    .min(1)
    .max(100)
    .optional()
    .describe('Only these types of events: vehicleState.updated, trip.started, geofence_event.*'),
  bbox: bboxSchema.optional(),
  lastEventId: z.string().min(1).max(8_000).optional().describe('As the header Last-Event-ID, for clients that cannot set it.'),
});

export const stream = streamedVerb({
  name: 'stream',
  on: 'vehicle-states',
  target: 'collection',
  permission: 'location.read',
  summary: 'Where vehicles are and what happens to them, live',
  description:
    'Server-sent events. First the states of all vehicles, then every new one, and the events of trips, geofences and driving that the ' +
    'caller may read. With Last-Event-ID it goes on after that event: no event is lost or repeated, and of a state that changed several ' +
    'times the latest is told. `event: reset` says that the id is of another database, or so old that events after it are no longer kept, ' +
    'and that everything is told anew.',
  input,
  mediaTypes: ['text/event-stream'],
  run: async ({ input, principal, services, header, inScope, checkAccess, signal }) => {
    const lastEventId = header('last-event-id') ?? input.lastEventId;
    const given = lastEventId === undefined ? start : cursorOf(lastEventId);
    const subjectTypes = [...liveSubjects]
      .filter(([, permission]) => isAllowed(principal, permission))
      .map(([subject]) => subject);
    const now = await inScope(readSnapshot);
    const isOfOtherDatabase = (given.on?.until ?? given.since).xmax > now.xmax;
    const isReset =
      isOfOtherDatabase || (given !== start && (await inScope((tx) => areEventsPurged(tx, given.since, subjectTypes))));
    const box = input.bbox === undefined ? undefined : boxOf(input.bbox);
    const body = liveFrames({
      subscribe: () => tenantFeed(services, principal.tenantId).subscribe(),
      cursor: isReset ? start : given,
      opened: now,
      isReset,
      readPage: (question) => inScope((tx) => readChanges(tx, { ...question, subjectTypes })),
      isWanted: changeFilter({ subjectTypes: new Set(subjectTypes), types: input.types, vehicleIds: input.vehicleIds, box }),
      checkAccess,
      clock: services.clock,
      maxSeconds: services.config.liveStreamMaxSeconds,
      signal,
    });
    return { mediaType: 'text/event-stream', body };
  },
});

function cursorOf(text: string): Cursor {
  const cursor = decodeCursor(text);
  if (!cursor)
    throw invalidField('lastEventId', 'This is no id of an event of this stream. Leave it out to begin anew.', 'invalid_cursor');
  return cursor;
}
