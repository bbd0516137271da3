import type { Tx } from '../../../db/scope.ts';
import { contentId, storableJson, storableText } from '../message/index.ts';
import type { Rejected } from './item.ts';

/** Keeps what could not be stored. A message that is delivered again adds nothing. */
export async function storeRejections(tx: Tx, tenantId: string, rejected: readonly Rejected[]): Promise<void> {
  const rows = rejected.map(({ item, cause }) => ({
    id: contentId(0, `${item.origin.delivery.messageId} ${item.index}`),
    message_id: item.origin.delivery.messageId.slice(0, 255),
    reading_index: item.index,
    device_id: item.origin.deviceId?.slice(0, 50) ?? null,
    source: item.origin.source,
    reading: item.raw,
    reason: cause.reason,
    detail: storableText(cause.detail),
    received_at: new Date(item.origin.receivedAtMs),
  }));
  await tx.query(
    `insert into telemetry_rejections (tenant_id, id, message_id, reading_index, device_id, source, reading, reason, detail, received_at)
     select $1, id, message_id, reading_index, device_id, source, coalesce(reading, 'null'), reason, detail, received_at
     from jsonb_to_recordset($2::jsonb) as r
       (id uuid, message_id text, reading_index integer, device_id text, source text, reading jsonb, reason text, detail text, received_at timestamptz)
     order by id
     on conflict do nothing`,
    [tenantId, storableJson(rows)],
    'insert_telemetry_rejections',
  );
}
