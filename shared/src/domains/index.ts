import type { Domain } from '../runtime/domain.ts';
import { documentsDomain } from './documents/index.ts';
import { fleetDomain } from './fleet/index.ts';
import { identityDomain } from './identity/index.ts';
import { operationsDomain } from './operations/index.ts';
import { platformDomain } from './platform/index.ts';
import { telematicsDomain } from './telematics/index.ts';

/** Every domain: for what works on all of them, such as the event dispatcher and the common OpenAPI document. */
export const allDomains: readonly Domain[] = [
  platformDomain,
  identityDomain,
  fleetDomain,
  telematicsDomain,
  documentsDomain,
  operationsDomain,
];
