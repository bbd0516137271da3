import { resource } from '../../../resource/resource.ts';
import { documentSuggestions } from '../tables/index.ts';

/** The review queue: `?status=pending`. Decided by the verbs accept, correct and reject. */
export const documentSuggestionResource = resource({
  path: 'document-suggestions',
  singular: 'documentSuggestion',
  table: documentSuggestions,
  summary: 'What the analysis proposes for documents, for a person to accept, correct or reject',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'document.read', write: 'document.write' },
  includes: {
    document: { one: 'documents', via: 'documentId' },
    decidedByUser: { one: 'users', via: 'decidedByUserId' },
  },
});
