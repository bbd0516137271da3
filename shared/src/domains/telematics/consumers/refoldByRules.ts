import { consumer } from '../../../runtime/consumer.ts';
import { awaitFolds } from '../fold-store/awaitFolds.ts';
import { requestRefold } from '../fold-store/requestRefold.ts';
import { ingestOf } from '../ingest/index.ts';

/** Has everything since the beginning of rules that were set or deleted computed again. Rules of the future change nothing yet. */
export const refoldByRules = consumer({
  name: 'telematics.refoldByRules',
  events: ['telematicsRuleSet.created', 'telematicsRuleSet.deleted'],
  handle: async ({ tx, event, services }) => {
    const fromMs = Date.parse(event.data.validFrom as string);
    if (fromMs >= services.clock.now().getTime()) return;
    await awaitFolds(tx);
    const vehicleIds = await requestRefold(tx, { fromMs });
    ingestOf(services).refoldSoon(event.tenantId, vehicleIds);
  },
});
