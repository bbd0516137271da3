import { z } from 'zod';
import type { Tx } from '../../../db/scope.ts';
import { conflict, invalidField, notFound } from '../../../errors.ts';
import type { SuggestionDecided } from '../events.ts';
import { documentClasses } from '../tables/index.ts';
import {
  complianceDocumentProposal,
  expenseProposal,
  vendorInvoiceProposal,
} from '../understanding/proposals/proposal-schemas.ts';

/** `accepted` takes what was proposed as it is; `isAutomatic`: nobody was asked. */
type Decision =
  | { status: 'accepted'; isAutomatic?: boolean }
  | { status: 'corrected'; decision: Record<string, unknown> }
  | { status: 'rejected' };

const link = z.strictObject({ id: z.guid() });

/** What may be decided, by kind: the id of what is linked, or the follow-up with its fields. */
const decisions = {
  class: z.strictObject({ documentClass: z.enum(documentClasses) }),
  vehicle: link,
  driver: link,
  vendor: link,
  compliance_document: complianceDocumentProposal,
  vendor_invoice: vendorInvoiceProposal,
  expense: expenseProposal,
};

const linked = { vehicle: 'vehicles', driver: 'drivers', vendor: 'vendors' } as const;

type Row = {
  documentId: string;
  versionNumber: number;
  kind: keyof typeof decisions;
  status: string;
  proposal: Record<string, unknown>;
};

/**
 * Decides a suggestion, does what follows from it, and says so.
 *
 * @throws not found, also for who may see the document and not change it; conflict where it was decided before; invalid fields
 */
export async function applyDecision(
  tx: Tx,
  id: string,
  decided: Decision & { note?: string | undefined },
): Promise<SuggestionDecided> {
  // The document first, as everywhere. Its lock asks for the right to change it: row security gives none to who may only look.
  const held = await tx.query(
    'select from documents where id = (select document_id from document_suggestions where id = $1) for no key update',
    [id],
  );
  if (held.length === 0) throw notFound('Document suggestion', id);
  const [row] = await tx.query<Row>(
    `select document_id as "documentId", version_number as "versionNumber", kind, status, proposal
     from document_suggestions where id = $1 for no key update`,
    [id],
  );
  if (!row) throw notFound('Document suggestion', id);
  if (row.status !== 'pending') throw conflict(`Suggestion ${id} is ${row.status} already.`);
  const decision = decisionOf(row, decided);
  if (decision) await takeEffect(tx, id, row, decision);
  const isAutomatic = decided.status === 'accepted' && decided.isAutomatic === true;
  await tx.query(
    `update document_suggestions set status = $2, decision = $3, note = $4, is_automatic = $5, decided_at = now(),
       decided_by_user_id = (select id from users where id = platform.current_user_id()) where id = $1`,
    [id, decided.status, decision && JSON.stringify(decision), decided.note ?? null, isAutomatic],
  );
  const { documentId, versionNumber, kind } = row;
  const data: SuggestionDecided = { suggestionId: id, documentId, versionNumber, kind, status: decided.status, decision };
  tx.emit({
    type: `document.${kind}_${decided.status === 'rejected' ? 'rejected' : 'accepted'}`,
    subjectType: 'document',
    subjectId: documentId,
    data,
  });
  return data;
}

function decisionOf({ kind, proposal }: Row, decided: Decision): Record<string, unknown> | null {
  if (decided.status === 'rejected') return null;
  const decision = decided.status === 'accepted' ? proposal : decided.decision;
  // What is proposed says more than what is decided: the name beside the id.
  const { success, data, error } = decisions[kind].safeParse(kind in linked ? { id: decision.id } : decision);
  if (success) return data;
  const [issue] = error.issues;
  throw invalidField(
    ['decision', ...(issue?.path ?? [])].join('.'),
    issue?.message ?? 'This is no decision.',
    'invalid_decision',
  );
}

async function takeEffect(tx: Tx, id: string, { documentId, kind }: Row, decision: Record<string, unknown>): Promise<void> {
  if (kind === 'class') {
    await tx.query(`update documents set document_class = $2, class_confidence = 1, classified_by = 'person' where id = $1`, [
      documentId,
      decision.documentClass,
    ]);
  } else if (kind === 'vehicle' || kind === 'driver' || kind === 'vendor') {
    const [found] = await tx.query(`select id from ${linked[kind]} where id = $1`, [decision.id]);
    if (!found) throw invalidField('decision.id', `There is no ${kind} ${String(decision.id)}.`, 'not_found');
    await tx.query(`update documents set ${kind}_id = $2 where id = $1`, [documentId, decision.id]);
    // It is about one: the others that were found are no question any more.
    await tx.query(
      `update document_suggestions set status = 'superseded' where document_id = $1 and kind = $2 and status = 'pending' and id <> $3`,
      [documentId, kind, id],
    );
  }
}
