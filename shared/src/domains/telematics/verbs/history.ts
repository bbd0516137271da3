import { z } from 'zod';
import { invalidField } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { positionSchema } from '../fields.ts';
import { historyFields, historyPageFields, historyQuery, requireVehicle } from '../reading/history.ts';
import { idPage, pageOf } from '../reading/id-pages.ts';
import { everyPosition, sampledPositions, shapedPositions } from '../reading/positions.ts';

const input = z.strictObject({
  ...historyFields('position'),
  maxPoints: z
    .int()
    .min(2)
    .max(10_000)
    .optional()
    .describe('Down-sampling: at most so many positions, which keep the shape of the way; in one answer, without pages'),
  includeImplausible: z.boolean().default(false).describe('Also fixes that no vehicle can have driven to'),
  ...historyPageFields,
});

export const history = verb({
  name: 'history',
  on: 'vehicle-locations',
  target: 'collection',
  method: 'GET',
  permission: 'location.read',
  summary: 'Where one vehicle was between two moments',
  description: 'In the order of measurement. The cost follows from what is answered, not from how much is stored.',
  input,
  output: z.object({ data: z.array(positionSchema), page: idPage }),
  run: async ({ tx, input: { limit, everySeconds, maxPoints, includeImplausible, ...asked } }) => {
    const query = { ...historyQuery(asked), includeImplausible };
    if (maxPoints !== undefined && (everySeconds !== undefined || asked.cursor !== undefined))
      throw invalidField('maxPoints', 'Goes neither with everySeconds nor with cursor: it is one answer.', 'invalid');
    await requireVehicle(tx, asked.vehicleId);
    if (maxPoints !== undefined) return { data: await shapedPositions(tx, query, maxPoints), page: { nextCursor: null } };
    const rows = await (everySeconds === undefined
      ? everyPosition(tx, query, limit + 1)
      : sampledPositions(tx, query, everySeconds, limit + 1));
    return pageOf(rows, limit);
  },
});
