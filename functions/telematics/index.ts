import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('telematics', [telematicsDomain]);
