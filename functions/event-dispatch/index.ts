import { allConsumers } from '@wheelhouse/shared/domains/consumers.ts';
import { createDispatcher } from '@wheelhouse/shared/events/index.ts';
import { messageFunction } from '@wheelhouse/shared/runtime/event-function.ts';

messageFunction('event-dispatch', ({ services }) => createDispatcher({ services, consumers: allConsumers }));
