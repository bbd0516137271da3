import { WheelhouseError } from '../../../errors.ts';
import type { Answered, DocumentForModel, DocumentModel } from '../models/index.ts';
import { askModel, charactersOfDocument, DocumentModelError, embeddedModel } from '../models/index.ts';
import { localeOf } from '../suggestions/settings.ts';
import type { StepContext } from './step.ts';

type Question<T> = {
  type: 'classification' | 'extraction';
  ask(model: DocumentModel, document: DocumentForModel): Promise<Answered<T>>;
  describe(value: T): { confidence: number; entities?: unknown };
};

/**
 * Asks the configured model about the document that is being read. Where the organisation's budget is used up, or the model will not
 * have this document, the rules of this process answer instead; the record says who did.
 *
 * @throws DocumentModelError where the model may answer later
 */
export async function askAbout<T>(context: StepContext, { type, ask, describe }: Question<T>) {
  const { services, target, scope } = context;
  const document = await documentForModel(context);
  const question = { analysisType: type, documentId: target.documentId, versionNumber: target.versionNumber };
  const call = {
    inputCharacters: charactersOfDocument(document, type),
    ask: (model: DocumentModel) => ask(model, document),
    describe,
  };
  const model = await services.documentModel();
  try {
    const { value } = await askModel(services, scope, question, call);
    return { value, document, by: model.model };
  } catch (error) {
    if (!isForRules(error)) throw error;
    services.log.warn({ err: error, documentId: target.documentId }, 'rules answer in the place of the model');
    const rules = embeddedModel(services.embeddings);
    const { value } = await askModel({ ...services, documentModel: async () => rules }, scope, question, call);
    return { value, document, by: rules.model };
  }
}

function isForRules(error: unknown): boolean {
  if (error instanceof DocumentModelError) return !error.isPassing;
  return error instanceof WheelhouseError && error.code === 'budget_exhausted';
}

async function documentForModel({ services, target, fileName, inTenant, pages }: StepContext): Promise<DocumentForModel> {
  const read = await pages();
  return inTenant(async (tx) => {
    const [row] = await tx.query<{ title: string | null }>(
      `select ai_metadata ->> 'title' as title from documents where id = $1`,
      [target.documentId],
    );
    return { fileName, title: row?.title ?? undefined, pages: read, locale: await localeOf(tx, services) };
  });
}
