import { resource } from '../../resource/resource.ts';
import { assignedVehicles } from '../fleet/callers-own.ts';
import { telemetryRejections, vehicleLocations, vehicleState } from './tables/index.ts';

const permissions = { read: 'location.read', write: 'location.write' };

/** Where vehicles are now. A driver sees the vehicle that is assigned to them. */
export const vehicleStateResource = resource({
  path: 'vehicle-states',
  singular: 'vehicleState',
  table: vehicleState,
  summary: 'Where vehicles are now',
  operations: ['list', 'get'],
  permissions,
  narrowed: { 'vehicle.read_assigned': `vehicle_id in ${assignedVehicles}` },
  search: ['deviceId'],
  includes: { vehicle: { one: 'vehicles', via: 'vehicleId' } },
});

/** Where vehicles were. There is no plain list: every question about millions of rows names a vehicle and a time, in the verb history. */
export const vehicleLocationResource = resource({
  path: 'vehicle-locations',
  singular: 'vehicleLocation',
  table: vehicleLocations,
  summary: 'Where vehicles were',
  operations: [],
  permissions,
});

export const telemetryRejectionResource = resource({
  path: 'telemetry-rejections',
  singular: 'telemetryRejection',
  table: telemetryRejections,
  summary: 'Readings that could not be stored, and why',
  operations: ['list', 'get'],
  permissions,
  search: ['detail'],
});

export { obdTelemetryResource, vehicleEventResource } from './engine/resources.ts';
export { geofenceEventResource, geofencePresenceResource, geofenceResource } from './geofences/resources.ts';
export {
  evChargingStationResource,
  layerSourceResource,
  tollPlazaResource,
  trafficCameraResource,
  weatherStationResource,
} from './layers/resources.ts';
export { routeResource } from './routes/resources.ts';
export { telematicsRulesResource } from './rules/resources.ts';
export { driverBehaviorEventResource, driverSafetyScoreResource } from './safety/resources.ts';
export { locationShareResource } from './sharing/resources.ts';
export { tripResource } from './trips/resources.ts';
export { videoFootageResource } from './video/resources.ts';
