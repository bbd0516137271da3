import { platformDomain } from '@wheelhouse/shared/domains/platform/index.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('platform', [platformDomain]);
