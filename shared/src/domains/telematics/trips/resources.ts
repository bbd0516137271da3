import { resource } from '../../../resource/resource.ts';
import { ownDrivers } from '../../fleet/callers-own.ts';
import { trips } from '../tables/index.ts';

const own = `driver_id in ${ownDrivers}`;

/** Read only: trips follow from readings, and the verb classify says what they were for. */
export const tripResource = resource({
  path: 'trips',
  singular: 'trip',
  table: trips,
  summary: 'Journeys of vehicles',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'trip.read', write: 'trip.classify' },
  narrowed: { 'trip.read_own': own, 'vehicle.read_assigned': own },
  search: ['tripNumber', 'startAddress', 'endAddress', 'businessPurpose'],
  includes: {
    vehicle: { one: 'vehicles', via: 'vehicleId' },
    driver: { one: 'drivers', via: 'driverId' },
  },
});
