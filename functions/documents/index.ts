import { documentsDomain } from '@wheelhouse/shared/domains/documents/index.ts';
import { documentModels } from '@wheelhouse/shared/domains/documents/models/of-config.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('documents', [documentsDomain], { models: documentModels });
