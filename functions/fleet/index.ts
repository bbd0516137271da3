import * as resources from '@wheelhouse/shared/domains/fleet/resources.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('fleet', {
  resources,
  domain: async () => (await import('@wheelhouse/shared/domains/fleet/index.ts')).fleetDomain,
});
