import { resource } from '../../../resource/resource.ts';
import { assignedVehicles } from '../../fleet/callers-own.ts';
import { geofenceEvents, geofencePresences, geofences } from '../tables/index.ts';
import { geofenceFields } from './fields.ts';

const permissions = { read: 'geofence.read', write: 'geofence.write', delete: 'geofence.delete' };

/** Who may only see the vehicle assigned to them sees what is about it. */
const narrowed = { 'vehicle.read_assigned': `vehicle_id in ${assignedVehicles}` };

export const geofenceResource = resource({
  path: 'geofences',
  singular: 'geofence',
  table: geofences,
  summary: 'Areas that vehicles are watched to enter and leave',
  permissions,
  search: ['name', 'description'],
  includes: {
    presences: { many: 'geofence-presences', by: 'geofenceId' },
    events: { many: 'geofence-events', by: 'geofenceId' },
  },
  fields: geofenceFields,
});

/** Follow from the readings of vehicles; nobody writes them. */
export const geofenceEventResource = resource({
  path: 'geofence-events',
  singular: 'geofenceEvent',
  table: geofenceEvents,
  summary: 'Entries, exits and long stays of vehicles',
  operations: ['list', 'get', 'changes'],
  permissions,
  narrowed,
  includes: {
    geofence: { one: 'geofences', via: 'geofenceId' },
    vehicle: { one: 'vehicles', via: 'vehicleId' },
    driver: { one: 'drivers', via: 'driverId' },
  },
});

/** Who is inside which fence now: by `geofenceId`, or by `vehicleId`. */
export const geofencePresenceResource = resource({
  path: 'geofence-presences',
  singular: 'geofencePresence',
  table: geofencePresences,
  summary: 'Which vehicles are in which fences now',
  operations: ['list'],
  permissions,
  narrowed,
  includes: {
    geofence: { one: 'geofences', via: 'geofenceId' },
    vehicle: { one: 'vehicles', via: 'vehicleId' },
  },
});
