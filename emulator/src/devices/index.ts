export type { Delivery, DeliveryKind } from './delivery/outbox.ts';
export { loadRoute, loadTrace, routeIds, traceIds } from './fixtures.ts';
export { fleetOf } from './fleet.ts';
export { type PublishCounts, type PublishOptions, publishDeliveries, type RunningDeliveries } from './publish-deliveries.ts';
export {
  calmDriving,
  type DeviceShares,
  type DrivingRates,
  type FaultRates,
  noFaults,
  ordinaryDevices,
  ordinaryDriving,
  ordinaryFaults,
} from './rates.ts';
export { replayTrace, type Trace, type TracePoint } from './replay-trace.ts';
export { type RoadRoute, roadRoute } from './road-route.ts';
export { type FleetOptions, type SimulatedFleet, simulateFleet } from './simulate-fleet.ts';
export type { DeviceEvent, ObdSnapshot, Position, TelemetryBatch, TelemetryReading } from './telemetry-batch.ts';
export type { Activity } from './vehicle/driver.ts';
export { tankL, type VehicleKind } from './vehicle/engine.ts';
export type { TrueReading, VehicleSpec } from './vehicle/simulated-vehicle.ts';
