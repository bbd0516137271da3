import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';
import { everySnapshot, sampledSnapshots, snapshotSchema } from '../engine/snapshots.ts';
import { historyFields, historyPageFields, historyQuery, requireVehicle } from '../reading/history.ts';
import { idPage, pageOf } from '../reading/id-pages.ts';

export const obdHistory = verb({
  name: 'history',
  on: 'obd-telemetry',
  target: 'collection',
  method: 'GET',
  permission: 'location.read',
  summary: 'What the engine of one vehicle reported between two moments',
  description: 'In the order of measurement. The cost follows from what is answered, not from how much is stored.',
  input: z.strictObject({ ...historyFields('snapshot'), ...historyPageFields }),
  output: z.object({ data: z.array(snapshotSchema), page: idPage }),
  run: async ({ tx, input: { limit, everySeconds, ...asked } }) => {
    const query = historyQuery(asked);
    await requireVehicle(tx, asked.vehicleId);
    const rows = await (everySeconds === undefined
      ? everySnapshot(tx, query, limit + 1)
      : sampledSnapshots(tx, query, everySeconds, limit + 1));
    return pageOf(rows, limit);
  },
});
