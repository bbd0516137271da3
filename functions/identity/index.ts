import * as resources from '@wheelhouse/shared/domains/identity/resources.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('identity', {
  resources,
  domain: async () => (await import('@wheelhouse/shared/domains/identity/index.ts')).identityDomain,
});
