import type { Database } from '../db/database.ts';
import { withSystem } from '../db/scope.ts';
import type { Message } from '../runtime/event-function.ts';

export type Rejection = { reason: 'malformed' | 'unknown_tenant' | 'tenant_suspended'; detail: string };

/** Keeps a message that cannot be handled, with the reason, for a person to look at. Repeated deliveries are kept once. */
export async function recordRejected(
  database: Database,
  message: Pick<Message, 'messageId' | 'data' | 'attributes' | 'subscription'>,
  rejection: Rejection,
) {
  await withSystem(
    database,
    'record a rejected message',
    (tx) =>
      tx.query(
        `insert into platform.rejected_messages (trigger, source, message_id, reason, detail, payload)
         values ('pubsub', $1, $2, $3, $4, $5) on conflict (source, message_id) do nothing`,
        [
          storable(message.subscription),
          storable(message.messageId).slice(0, 255),
          rejection.reason,
          storable(rejection.detail).slice(0, 2000),
          storable(JSON.stringify({ attributes: message.attributes, ...payload(message.data) })),
        ],
      ),
    { statements: 1 },
  );
}

function payload(data: Buffer): { json: unknown } | { base64: string } {
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data)) };
  } catch {
    return { base64: data.toString('base64') };
  }
}

/** PostgreSQL stores no NUL characters and no half surrogate pairs, in text or in JSON. */
function storable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\0', '\ufffd')
    .replaceAll(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi, '$1\ufffd');
}
