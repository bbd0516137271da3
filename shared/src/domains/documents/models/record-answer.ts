import type { Tx } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import type { Question, Reservation } from './budget.ts';
import type { Answered, DocumentModel } from './document-model.ts';
import type { DocumentModelError } from './document-model-error.ts';

/** What is kept of an answer besides itself. */
export type AnswerRecord = {
  model: Pick<DocumentModel, 'provider' | 'model'>;
  question: Question;
  answered: Omit<Answered<unknown>, 'value'>;
  /** 0 to 1. */
  confidence?: number | undefined;
  /** Fields and line items, or the sentences of an answer; as JSON. */
  entities?: unknown;
  /** Of the budget; its row becomes the record. */
  reservation?: Reservation | undefined;
};

/**
 * Keeps what a model was asked, what it answered and what that cost, in `document_ai_analysis`.
 *
 * @param tx in `budgetScope`
 * @returns id of the row
 */
export async function recordAnswer(tx: Tx, services: Pick<Services, 'clock'>, record: AnswerRecord): Promise<string> {
  const { model, question, answered, confidence, entities, reservation } = record;
  // The same statement for both, so that a record looks the same whether money was set aside for it or not.
  const [row] = await tx.query<{ id: string }>(
    `insert into document_ai_analysis as a (id, document_id, version_number, analysis_type, provider, ai_model, prompt_used, response,
       confidence_score, extracted_entities, input_tokens, output_tokens, cost_usd, asked_by_user_id, analyzed_at, metadata)
     values (coalesce($1, platform.uuid_v7()), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
       (select u.id from users u where u.id = $14), $15, '{"state": "answered"}')
     on conflict (tenant_id, id) do update set
       prompt_used = excluded.prompt_used, response = excluded.response, confidence_score = excluded.confidence_score,
       extracted_entities = excluded.extracted_entities, input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
       cost_usd = excluded.cost_usd, metadata = excluded.metadata
     returning a.id`,
    [
      reservation?.id ?? null,
      question.documentId ?? null,
      question.versionNumber ?? null,
      question.analysisType,
      model.provider,
      model.model,
      answered.prompt,
      answered.response,
      confidence ?? null,
      entities === undefined ? null : JSON.stringify(entities),
      answered.inputTokens,
      answered.outputTokens,
      answered.costUsd,
      question.askedByUserId ?? null,
      services.clock.now(),
    ],
  );
  return (row as { id: string }).id;
}

/**
 * Keeps that a call failed, and gives back what it did not cost. Where that cannot be known (it was sent, and no answer came in time) the
 * most that it could cost stays set aside.
 */
export async function recordFailure(tx: Tx, reservation: Reservation, error: DocumentModelError): Promise<void> {
  const { spent, failure } = error;
  await tx.query(
    `update document_ai_analysis set cost_usd = coalesce($2, cost_usd), input_tokens = coalesce($3, 0), output_tokens = coalesce($4, 0),
       response = $5, metadata = jsonb_build_object('state', 'failed', 'failure', $6::text)
     where id = $1`,
    [
      reservation.id,
      spent?.costUsd ?? null,
      spent?.inputTokens ?? null,
      spent?.outputTokens ?? null,
      spent?.response ?? null,
      failure,
    ],
  );
}
