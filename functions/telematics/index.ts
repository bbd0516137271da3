import * as resources from '@wheelhouse/shared/domains/telematics/resources.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('telematics', {
  resources,
  domain: async () => (await import('@wheelhouse/shared/domains/telematics/index.ts')).telematicsDomain,
});
