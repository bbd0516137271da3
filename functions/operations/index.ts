import { operationsDomain } from '@wheelhouse/shared/domains/operations/index.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('operations', [operationsDomain]);
