import type { Database } from '../../../db/database.ts';
import { withSystem } from '../../../db/scope.ts';
import { storableJson, storableText } from '../message/index.ts';
import type { TelemetryDelivery } from './item.ts';

/** A message that belongs to no tenant, and why. */
export type Undeliverable = { delivery: TelemetryDelivery; reason: 'malformed' | 'unknown_tenant'; detail: string };

/** Keeps messages that belong to no tenant, byte for byte, once each. */
export async function storeUndeliverable(database: Database, topic: string, messages: readonly Undeliverable[]): Promise<void> {
  const rows = messages.map(({ delivery, reason, detail }) => ({
    message_id: delivery.messageId.slice(0, 255),
    reason,
    detail: storableText(detail),
    payload: {
      attributes: delivery.attributes,
      publishTime: delivery.publishTime,
      data: Buffer.from(delivery.data).toString('base64'),
    },
  }));
  await withSystem(
    database,
    'keep telemetry that belongs to no tenant',
    (tx) =>
      tx.query(
        `insert into platform.rejected_messages (trigger, source, message_id, reason, detail, payload)
         select 'pubsub', $1, message_id, reason, detail, payload
         from jsonb_to_recordset($2::jsonb) as r (message_id text, reason text, detail text, payload jsonb)
         on conflict do nothing`,
        [topic, storableJson(rows)],
      ),
    { statements: 1 },
  );
}
