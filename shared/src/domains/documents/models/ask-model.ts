import { type Scope, type Tx, withTenant } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import { assertBudget, budgetScope, type Question } from './budget.ts';
import type { Answered, DocumentModel } from './document-model.ts';
import { DocumentModelError } from './document-model-error.ts';
import { recordAnswer, recordFailure } from './record-answer.ts';

/**
 * Asks the configured model within the tenant's budget, and keeps what it answered and what that cost. The call runs outside any
 * transaction; it must not be called inside one.
 *
 * @param scope of whoever asks; only its tenant and request count
 * @param call.inputCharacters how much the model is sent (`charactersOfDocument`, `charactersOfPassages`)
 * @param call.describe what to keep of the answer beside its text
 * @throws budget exhausted (402), DocumentModelError
 *
 * @example
 * const { value } = await askModel(services, scope, { analysisType: 'classification', documentId, versionNumber }, {
 *   inputCharacters: charactersOfDocument(document, 'classification'),
 *   ask: (model) => model.classify(document, { signal }),
 *   describe: ({ confidence }) => ({ confidence }),
 * });
 */
export async function askModel<T>(
  services: Pick<Services, 'config' | 'clock' | 'database' | 'documentModel'>,
  scope: Pick<Scope, 'tenantId' | 'request'>,
  question: Question,
  call: {
    inputCharacters: number;
    ask: (model: DocumentModel) => Promise<Answered<T>>;
    describe?: (value: T) => { confidence?: number; entities?: unknown };
  },
): Promise<Answered<T>> {
  const model = await services.documentModel();
  const inBudgetScope = <R>(fn: (tx: Tx) => Promise<R>) =>
    withTenant(services.database, budgetScope(scope.tenantId, scope.request), fn);
  const mostCostUsd = model.mostCostUsd(call.inputCharacters);
  const reservation =
    mostCostUsd > 0 ? await inBudgetScope((tx) => assertBudget(tx, services, model, question, mostCostUsd)) : undefined;
  try {
    const answered = await call.ask(model);
    const described = call.describe?.(answered.value) ?? {};
    await inBudgetScope((tx) => recordAnswer(tx, services, { model, question, answered, reservation, ...described }));
    return answered;
  } catch (error) {
    if (reservation && error instanceof DocumentModelError) await inBudgetScope((tx) => recordFailure(tx, reservation, error));
    throw error;
  }
}
