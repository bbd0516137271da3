export { assertPortFree, freePort, PortTakenError } from './ports.ts';
export { type ProgressOptions, type ProgressOutput, progress, type Step } from './progress.ts';
export { runUntilSignalled, type SignalOptions } from './run-until-signalled.ts';
export { type StopFailure, type Stoppable, stopInReverse } from './stoppable.ts';
