import type { Domain } from '../../runtime/domain.ts';
import * as resources from './resources.ts';
import * as verbs from './verbs/index.ts';

export const identityDomain = {
  name: 'identity',
  resources: Object.values(resources),
  verbs: Object.values(verbs),
} satisfies Domain;

export type { IdentityEvents } from './events.ts';
export { createFirstAdministrator, type FirstAdministrator, seedIdentity } from './seed.ts';
