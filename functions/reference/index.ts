import { allDomains } from '@wheelhouse/shared/domains/index.ts';
import { referenceFunction } from '@wheelhouse/shared/runtime/reference-function.ts';

referenceFunction('reference', allDomains);
