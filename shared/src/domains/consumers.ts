import type { Consumer } from '../runtime/consumer.ts';
import { documentConsumers } from './documents/consumers/index.ts';
import { fleetConsumers } from './fleet/consumers/index.ts';
import { telematicsConsumers } from './telematics/consumers/index.ts';

/** The consumers of every domain: whom the dispatcher hands each event. */
export const allConsumers: readonly Consumer[] = [...fleetConsumers, ...telematicsConsumers, ...documentConsumers];
