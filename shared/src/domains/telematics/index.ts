import type { Domain } from '../../runtime/domain.ts';
import * as resources from './resources.ts';
import * as verbs from './verbs/index.ts';

/** Where vehicles are and were: what devices report, stored once and kept in order. */
export const telematicsDomain = {
  name: 'telematics',
  resources: Object.values(resources),
  verbs: Object.values(verbs),
} satisfies Domain;
