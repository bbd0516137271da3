export { telemetryRejections } from './telemetryRejections.ts';
export { vehicleLocations } from './vehicleLocations.ts';
export { vehicleState, vehicleStatuses } from './vehicleState.ts';
