import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('identity', [identityDomain]);
