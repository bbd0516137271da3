import { referenceFunction } from '@wheelhouse/shared/runtime/reference-function.ts';

referenceFunction('reference', async () => (await import('@wheelhouse/shared/domains/index.ts')).allDomains);
