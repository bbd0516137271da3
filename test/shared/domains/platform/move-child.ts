// A move in a process of its own, which stops after a step and is killed there. argv: app URL, owner's URL, tenant, placement, step.
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { moveTenant, type Placement } from '@wheelhouse/shared/domains/platform/index.ts';

const [appUrl = '', ownerUrl = '', tenant = '', placement = 'pooled', stopAfter = ''] = process.argv.slice(2);
const limits = { databaseStatementTimeoutMs: 10_000, databaseLockTimeoutMs: 5_000, databaseIdleTransactionTimeoutMs: 10_000 };
const database = openDatabase({ connectionString: appUrl }, { databasePoolSize: 1, ...limits });
await moveTenant({ database, owner: ownerUrl }, tenant, placement as Placement, {
  onStep: async (step) => {
    if (step !== stopAfter) return;
    console.log(`after ${step}`);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
});
