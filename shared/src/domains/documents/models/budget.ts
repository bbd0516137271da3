import type { Scope, Tx } from '../../../db/scope.ts';
import { budgetExhausted } from '../../../errors.ts';
import type { Services } from '../../../resource/services.ts';
import { settingValue } from '../../operations/settings/index.ts';
import type { analysisTypes } from '../tables/index.ts';
import type { DocumentModel } from './document-model.ts';

/** What a model is asked, for the record. `documentId` is needed except for `qa`. */
export type Question = {
  analysisType: (typeof analysisTypes)[number];
  documentId?: string;
  versionNumber?: number;
  askedByUserId?: string | undefined;
};

/** The row that stands for a call under way, at the most that it can cost; `recordAnswer` puts in what it did cost. */
export type Reservation = { id: string };

/** Records and budgets are kept by the system: a caller would see only what was spent on documents that are theirs to read. */
export function budgetScope(tenantId: string, request: Scope['request']): Scope {
  return { tenantId, actor: { kind: 'system', reason: 'ask a model' }, databaseRole: 'authenticated_user', request };
}

/**
 * Sets money aside for a call to a model, or refuses it: the smaller of the setting `documents.ai_budget_usd` and
 * DOCUMENT_MODEL_BUDGET_USD is what a tenant may spend in a calendar month (UTC). A tenant's calls are let in one by one, so that
 * calls at the same time cannot spend the same money. What costs nothing is never refused, and nothing is set aside for it.
 *
 * @param tx in `budgetScope`
 * @throws budget exhausted (402)
 */
export async function assertBudget(
  tx: Tx,
  services: Pick<Services, 'config' | 'clock'>,
  model: Pick<DocumentModel, 'provider' | 'model'>,
  question: Question,
  mostCostUsd: number,
): Promise<Reservation | undefined> {
  if (mostCostUsd === 0) return undefined;
  const { config, clock } = services;
  const tenantId = tx.scope?.tenantId;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenantId}.document_ai_analysis.cost_usd`]);
  const now = clock.now();
  const { from, to } = monthOf(now);
  const set = await settingValue<number>(tx, config.wheelhouseEnvironment, 'documents.ai_budget_usd');
  const budgetUsd = Math.min(set, config.documentModelBudgetUsd);
  const [spent] = await tx.query<{ usd: number }>(
    'select coalesce(sum(cost_usd), 0)::double precision as usd from document_ai_analysis where analyzed_at >= $1 and analyzed_at < $2',
    [from, to],
  );
  const usedUsd = spent?.usd ?? 0;
  if (usedUsd + mostCostUsd > budgetUsd) {
    const resetsAt = to.toISOString();
    throw budgetExhausted(
      `Models have cost ${dollars(usedUsd)} of the ${dollars(budgetUsd)} that they may cost this month, and this call may cost up to ` +
        `${dollars(mostCostUsd)}. Raise the setting documents.ai_budget_usd, or ask again from ${resetsAt}.`,
      { budgetUsd, usedUsd, resetsAt },
    );
  }
  const [row] = await tx.query<{ id: string }>(
    `insert into document_ai_analysis (document_id, version_number, analysis_type, provider, ai_model, cost_usd, metadata, asked_by_user_id,
       analyzed_at)
     values ($1, $2, $3, $4, $5, $6, '{"state": "asked"}', (select u.id from users u where u.id = $7), $8)
     returning id`,
    [
      question.documentId ?? null,
      question.versionNumber ?? null,
      question.analysisType,
      model.provider,
      model.model,
      mostCostUsd,
      question.askedByUserId ?? null,
      now,
    ],
  );
  return { id: (row as { id: string }).id };
}

function monthOf(now: Date): { from: Date; to: Date } {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { from: new Date(Date.UTC(year, month, 1)), to: new Date(Date.UTC(year, month + 1, 1)) };
}

/** To the cent, and small amounts to the first digits that say something. */
function dollars(usd: number): string {
  return `${usd > 0 && usd < 0.01 ? usd.toPrecision(2) : usd.toFixed(2)} US dollars`;
}
