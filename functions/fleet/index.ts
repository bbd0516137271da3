import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { httpFunction } from '@wheelhouse/shared/runtime/http-function.ts';

httpFunction('fleet', [fleetDomain]);
