import { z } from 'zod';
import { conflict } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { routeOf } from '../routes/record.ts';
import { changedStatus } from '../routes/status.ts';
import { completeRoute as complete } from '../routes/updateProgress.ts';

export const completeRoute = verb({
  name: 'complete',
  on: 'routes',
  target: 'item',
  permission: 'route.write',
  summary: 'End a route that is being driven',
  description: 'Stops that the vehicle has not reached are missed. A route whose end was reached completes by itself.',
  input: z.strictObject({ reason: z.string().trim().min(1).max(500).optional() }),
  output: changedStatus,
  run: async ({ tx, id, input, services }) => {
    const now = services.clock.now();
    const route = await routeOf(tx, id, 'for no key update');
    if (route.status !== 'active') throw conflict(`The route is ${route.status}; only an active one can be completed.`);
    return complete(tx, route, now, input.reason ?? null, now);
  },
});
