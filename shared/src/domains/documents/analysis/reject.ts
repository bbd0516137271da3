import { createHash } from 'node:crypto';
import type { Database } from '../../../db/database.ts';
import { withSystem } from '../../../db/scope.ts';
import type { StoredObject } from '../../../runtime/event-function.ts';
import type { RejectionReason } from './outcome.ts';

const details: Record<RejectionReason, string> = {
  outside_tenant_folder:
    'It is in no folder of a tenant. Files go to tenants/<id or slug>/inbox/, or through an upload of the documents interface.',
  unknown_tenant: 'There is no such tenant.',
  unknown_document: 'There is no such version of a document. Files of new documents go to the inbox folder of their tenant.',
};

/** Keeps an object that belongs to no one, once a generation, for a person to look at. The object itself stays where it is. */
export async function rejectObject(database: Database, object: StoredObject, reason: RejectionReason): Promise<void> {
  const { eventId, bucket, name, generation, size, contentType } = object;
  const messageId = `${generation}/${createHash('sha256').update(name).digest('hex')}`;
  const storableName = name.toWellFormed().replaceAll('\0', '\ufffd');
  await withSystem(
    database,
    'record a rejected object',
    (tx) =>
      tx.query(
        `insert into platform.rejected_messages (trigger, source, message_id, reason, detail, payload)
         values ('storage', $1, $2, $3, $4, $5) on conflict (source, message_id) do nothing`,
        [
          bucket,
          messageId,
          reason,
          `${storableName}: ${details[reason]}`,
          JSON.stringify({ eventId, name: storableName, generation, size, contentType }),
        ],
      ),
    { statements: 1 },
  );
}
