import { resource } from '../../../resource/resource.ts';
import { assignedVehicles } from '../../fleet/callers-own.ts';
import { obdTelemetry, vehicleEvents } from '../tables/index.ts';

const permissions = { read: 'location.read', write: 'location.write' };

/** Read only: they follow from the readings. A driver sees those of the vehicle that is assigned to them. */
export const vehicleEventResource = resource({
  path: 'vehicle-events',
  singular: 'vehicleEvent',
  table: vehicleEvents,
  summary: 'What happened to vehicles: ignition, idling, fuel, trouble codes, inputs, silence',
  operations: ['list', 'get', 'changes'],
  permissions,
  narrowed: { 'vehicle.read_assigned': `vehicle_id in ${assignedVehicles}` },
  search: ['description'],
  includes: { vehicle: { one: 'vehicles', via: 'vehicleId' }, driver: { one: 'drivers', via: 'driverId' } },
});

/** What engines reported. There is no plain list, as for vehicle-locations: the verb history answers. */
export const obdTelemetryResource = resource({
  path: 'obd-telemetry',
  singular: 'obdTelemetry',
  table: obdTelemetry,
  summary: 'What engines reported',
  operations: [],
  permissions,
});
