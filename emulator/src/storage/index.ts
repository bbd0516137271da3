export { type FinalizedForwarder, type ForwardFinalizedOptions, forwardFinalized } from './finalized.ts';
export type { FinalizedEvent } from './finalized-event.ts';
export { type RunningStorage, type StartStorageOptions, startStorage } from './server.ts';
export type { OnFinalize, StorageLog } from './storage-service.ts';
