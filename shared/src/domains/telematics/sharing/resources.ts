import { resource } from '../../../resource/resource.ts';
import { locationShares } from '../tables/locationShares.ts';

/** Links are made by the verb share and end by the verb revoke or by themselves. */
export const locationShareResource = resource({
  path: 'location-shares',
  singular: 'locationShare',
  table: locationShares,
  summary: 'Links that show people without an account where a vehicle is',
  operations: ['list', 'get', 'changes'],
  permissions: { read: 'location_share.read', write: 'location_share.write' },
  hidden: ['tokenHash'],
  search: ['label'],
  includes: {
    vehicle: { one: 'vehicles', via: 'vehicleId' },
    createdByUser: { one: 'users', via: 'createdByUserId' },
  },
});
