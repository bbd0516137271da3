import * as resources from '@wheelhouse/shared/domains/operations/resources.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('operations', {
  resources,
  domain: async () => (await import('@wheelhouse/shared/domains/operations/index.ts')).operationsDomain,
});
