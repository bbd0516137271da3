import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { notFound } from '../../../errors.ts';
import type { DocumentArchiving } from '../events.ts';

export const archivingSchema = z.object({ id: z.guid(), isArchived: z.boolean() });

/** Archives or restores a document. What is so already stays so, without an event. */
export async function setArchived(tx: Tx, id: string, isArchived: boolean): Promise<DocumentArchiving> {
  const [document] = await tx.query<{ before: boolean }>(
    'select is_archived as before from documents where id = $1 for no key update',
    [id],
  );
  if (!document) throw notFound('Document', id);
  const data: DocumentArchiving = { id, isArchived };
  if (document.before !== isArchived) {
    await tx.query('update documents set is_archived = $2, archived_at = case when $2 then now() end where id = $1', [
      id,
      isArchived,
    ]);
    tx.emit({ type: isArchived ? 'document.archived' : 'document.restored', subjectType: 'document', subjectId: id, data });
  }
  return data;
}
