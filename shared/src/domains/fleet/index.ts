import type { Domain } from '../../runtime/domain.ts';
import * as resources from './resources.ts';
import * as verbs from './verbs/index.ts';

/** Vehicles, drivers, depots, vendors, and who drives what when. */
export const fleetDomain = {
  name: 'fleet',
  resources: Object.values(resources),
  verbs: Object.values(verbs),
} satisfies Domain;
