import type { Domain } from '../../runtime/domain.ts';
import * as resources from './resources.ts';
import * as verbs from './verbs/index.ts';

export * from './tenants/index.ts';

/** Tenants and their domains. */
export const platformDomain = {
  name: 'platform',
  resources: Object.values(resources),
  verbs: Object.values(verbs),
} satisfies Domain;
