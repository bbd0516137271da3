export { type EmbeddedPubSub, type EmbeddedPubSubOptions, startEmbeddedPubSub } from './embedded/server.ts';
export { systemTimerClock, type TimerClock } from './embedded/timer-clock.ts';
export { findOfficialPubSub, type OfficialPubSub } from './find-official.ts';
export type { Delivery } from './forwarder/delivery.ts';
export { type Forwarder, type ForwarderOptions, startForwarder } from './forwarder.ts';
export { type OfficialPubSubOptions, type RunningPubSub, startOfficialPubSub } from './official.ts';
export { type PubSubFlavour, type PubSubOptions, startPubSub } from './start.ts';
