import { createDocumentAnalysis } from '@wheelhouse/shared/domains/documents/analysis/index.ts';
import { documentModels } from '@wheelhouse/shared/domains/documents/models/of-config.ts';
import { objectFunction } from '@wheelhouse/shared/runtime/event-function.ts';

objectFunction(
  'document-analysis',
  ({ services, log }) => {
    const { analyse } = createDocumentAnalysis({ services });
    return async (object) => {
      const outcome = await analyse(object);
      log.info({ bucket: object.bucket, object: object.name, generation: object.generation, ...outcome }, 'object analysed');
      return outcome;
    };
  },
  { models: documentModels },
);
