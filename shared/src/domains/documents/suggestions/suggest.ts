import type { Tx } from '../../../db/scope.ts';
import type { suggestionKinds } from '../tables/index.ts';
import type { Evidence } from '../understanding/understanding.ts';
import { applyDecision } from './apply.ts';

export type SuggestionKind = (typeof suggestionKinds)[number];

/** Something that the analysis proposes. */
export type NewSuggestion = {
  kind: SuggestionKind;
  confidence: number;
  proposal: Record<string, unknown>;
  evidence: readonly Evidence[];
  matchKey: string | null;
  /** The organisation lets it be accepted without a person. */
  accepted: boolean;
};

type About = { documentId: string; versionNumber: number };

/**
 * Puts what a reading of a document proposes in the place of what a former one proposed and nobody has decided. What was decided for
 * this document, in the same words, is not proposed again.
 */
export async function suggest(
  tx: Tx,
  { documentId, versionNumber }: About,
  suggestions: readonly NewSuggestion[],
): Promise<void> {
  await tx.query(`update document_suggestions set status = 'superseded' where document_id = $1 and status = 'pending'`, [
    documentId,
  ]);
  for (const suggestion of suggestions) {
    const { kind, confidence, proposal, evidence, matchKey, accepted } = suggestion;
    const [made] = await tx.query<{ id: string }>(
      `insert into document_suggestions (document_id, version_number, kind, confidence, proposal, evidence, match_key)
       select $1, $2, $3::varchar, $4, $5::jsonb, $6::jsonb, $7
       where not exists (
         select from document_suggestions s where s.document_id = $1 and s.kind = $3::varchar and s.proposal = $5::jsonb and s.decided_at is not null)
       returning id`,
      [
        documentId,
        versionNumber,
        kind,
        confidence,
        JSON.stringify(proposal),
        JSON.stringify(evidence),
        matchKey?.slice(0, 300) ?? null,
      ],
    );
    if (!made) continue;
    tx.emit({
      type: `document.${kind}_proposed`,
      subjectType: 'document',
      subjectId: documentId,
      data: { documentId, versionNumber, suggestionId: made.id, kind, confidence, proposal },
    });
    if (accepted) await applyDecision(tx, made.id, { status: 'accepted', isAutomatic: true });
  }
}
