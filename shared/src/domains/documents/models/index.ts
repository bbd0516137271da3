export { askModel } from './ask-model.ts';
export { assertBudget, budgetScope, type Question, type Reservation } from './budget.ts';
export { type DocumentModelConfig, documentModel } from './choose-model.ts';
export { charactersOfDocument, charactersOfPassages } from './document-as-data.ts';
export type {
  Answered,
  AnswerSentence,
  DocumentForModel,
  DocumentModel,
  GroundedAnswer,
  PassageForModel,
} from './document-model.ts';
export { DocumentModelError } from './document-model-error.ts';
export { embeddedModel } from './embedded.ts';
export { recordAnswer, recordFailure } from './record-answer.ts';
