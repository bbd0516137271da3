import { consumer } from '../../../runtime/consumer.ts';
import { requestRefold } from '../fold-store/requestRefold.ts';

/** Has everything since the beginning of rules that were set or deleted computed again. Rules of the future change nothing yet. */
export const refoldByRules = consumer({
  name: 'telematics.refoldByRules',
  events: ['telematicsRuleSet.created', 'telematicsRuleSet.deleted'],
  handle: async ({ tx, event, services }) => {
    const fromMs = Date.parse(event.data.validFrom as string);
    if (fromMs < services.clock.now().getTime()) await requestRefold(tx, { fromMs });
  },
});
