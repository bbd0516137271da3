import { documentModels } from '@wheelhouse/shared/domains/documents/models/of-config.ts';
import * as resources from '@wheelhouse/shared/domains/documents/resources.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('documents', {
  resources,
  domain: async () => (await import('@wheelhouse/shared/domains/documents/index.ts')).documentsDomain,
  models: documentModels,
});
