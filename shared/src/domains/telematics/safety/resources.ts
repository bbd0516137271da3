import { resource } from '../../../resource/resource.ts';
import { ownDrivers } from '../../fleet/callers-own.ts';
import { driverBehaviorEvents } from '../tables/driverBehaviorEvents.ts';
import { driverSafetyScores } from '../tables/driverSafetyScores.ts';

const permissions = { read: 'driver.read', write: 'driver.write' };

const own = `driver_id in ${ownDrivers}`;

/** Drivers see what is said of them: with the permission to see themselves, or only the vehicles that they drive. */
const narrowed = { 'driver.read_own': own, 'vehicle.read_assigned': own };

const includes = { driver: { one: 'drivers', via: 'driverId' } };

/** Read only: they follow from the readings. */
export const driverBehaviorEventResource = resource({
  path: 'driver-behavior-events',
  singular: 'driverBehaviorEvent',
  table: driverBehaviorEvents,
  summary: 'Harsh driving, speeding and long idling',
  operations: ['list', 'get', 'changes'],
  permissions,
  narrowed,
  search: ['address'],
  includes: { ...includes, vehicle: { one: 'vehicles', via: 'vehicleId' } },
});

/** Read only: the job telematics.scoreDrivers writes them. `?day=2026-03-02&sort=-score` is the ranking of a day. */
export const driverSafetyScoreResource = resource({
  path: 'driver-safety-scores',
  singular: 'driverSafetyScore',
  table: driverSafetyScores,
  summary: 'Daily safety scores of drivers',
  operations: ['list', 'get'],
  permissions,
  narrowed,
  includes,
});
