import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { conflict, notFound } from '../../../errors.ts';
import type { DocumentHold } from '../events.ts';

export const holdInput = z.strictObject({ reason: z.string().trim().min(1).max(2000) });
export const holdSchema = z.object({ id: z.guid(), legalHold: z.boolean(), reason: z.string() });

/** Puts a document under legal hold, or releases it. @throws conflict, where it is so already */
export async function setHold(tx: Tx, id: string, legalHold: boolean, reason: string): Promise<DocumentHold> {
  const [document] = await tx.query<{ held: string | null }>(
    'select legal_hold_reason as held from documents where id = $1 for no key update',
    [id],
  );
  if (!document) throw notFound('Document', id);
  if (legalHold && document.held !== null) throw conflict(`Document ${id} is under legal hold already: ${document.held}`);
  if (!legalHold && document.held === null) throw conflict(`Document ${id} is under no legal hold.`);
  await tx.query('update documents set legal_hold = $2, legal_hold_reason = $3 where id = $1', [
    id,
    legalHold,
    legalHold ? reason : null,
  ]);
  const data: DocumentHold = { id, legalHold, reason };
  tx.emit({ type: legalHold ? 'document.held' : 'document.released', subjectType: 'document', subjectId: id, data });
  return data;
}
