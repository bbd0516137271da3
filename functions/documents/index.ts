import { documentsDomain } from '@wheelhouse/shared/domains/documents/index.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('documents', [documentsDomain]);
