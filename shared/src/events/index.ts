export { createDispatcher, type Dispatched } from './dispatch.ts';
export { createPublisher } from './publisher.ts';
export { sweepUnpublished } from './sweep.ts';
