import { resource } from '../../../resource/resource.ts';
import { trips } from '../tables/index.ts';

/** Condition on a row with a driver_id: it is the caller's own. */
export const ownDriver = 'driver_id in (select d.id from drivers d where d.user_id = platform.current_user_id())';

/** Read only: trips follow from readings, and the verb classify says what they were for. */
export const tripResource = resource({
  path: 'trips',
  singular: 'trip',
  table: trips,
  summary: 'Journeys of vehicles',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'trip.read', write: 'trip.classify' },
  narrowed: { 'trip.read_own': ownDriver, 'vehicle.read_assigned': ownDriver },
  search: ['tripNumber', 'startAddress', 'endAddress', 'businessPurpose'],
  includes: {
    vehicle: { one: 'vehicles', via: 'vehicleId' },
    driver: { one: 'drivers', via: 'driverId' },
  },
});
