// One instance of the ingest in a process of its own: takes deliveries from its parent and says which were acknowledged.
import { systemClock } from '@wheelhouse/shared/clock.ts';
import { readConfig } from '@wheelhouse/shared/config.ts';
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { createIngest, type TelemetryDelivery } from '@wheelhouse/shared/domains/telematics/ingest/index.ts';
import { createLogger } from '@wheelhouse/shared/log.ts';

const config = readConfig();
const database = openDatabase({ connectionString: config.databaseUrl }, config);
const ingest = createIngest({
  services: { database, config, log: createLogger(config) },
  fold: 'inline',
  refoldDelayMs: 0,
  maxVehicles: 100,
  lanes: 2,
  maxBatchRows: 50,
  maxDelayMs: 0,
  maxQueuedRows: 10_000,
  clock: systemClock,
});

process.on('message', (delivery: TelemetryDelivery) => {
  ingest.accept(delivery).then(
    () => process.send?.({ acknowledged: delivery.messageId }),
    () => process.send?.({ refused: delivery.messageId }),
  );
});
process.send?.({ ready: true });
