import type { Domain } from '../../runtime/domain.ts';
import * as resources from './resources.ts';
import * as verbs from './verbs/index.ts';

/** Folders, documents, their text, and search in it. */
export const documentsDomain = {
  name: 'documents',
  resources: Object.values(resources),
  verbs: Object.values(verbs),
} satisfies Domain;
