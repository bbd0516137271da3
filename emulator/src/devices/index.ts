export { loadRoute, loadTrace, routeIds, traceIds } from './fixtures.ts';
export { replayTrace, type Trace, type TracePoint } from './replay-trace.ts';
export { type RoadRoute, roadRoute } from './road-route.ts';
export { seededRandom } from './seeded-random.ts';
export { type RunningSimulation, type SimulationOptions, simulate } from './simulate.ts';
export { type SimulatedVehicle, startVehicle, stepVehicle } from './simulated-vehicle.ts';
export type { TelemetryBatch, TelemetryReading } from './telemetry-batch.ts';
