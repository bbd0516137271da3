import * as resources from '@wheelhouse/shared/domains/platform/resources.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('platform', {
  resources,
  domain: async () => (await import('@wheelhouse/shared/domains/platform/index.ts')).platformDomain,
});
