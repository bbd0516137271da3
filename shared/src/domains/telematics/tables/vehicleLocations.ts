import { tenantTable } from '../../../db/table.ts';
import { factColumns } from './factColumns.ts';
import { positionColumns, positionDescriptions } from './positionColumns.ts';

export const vehicleLocations = tenantTable('vehicle_locations', {
  comment:
    'Where vehicles were: one row a reading, however often it is delivered, as its id is made of the reading (UUID version 8: ' +
    'milliseconds of recorded_at, then a hash of vehicle, device and content).',
  audit: { none: 'append-only facts, many a second' },
  appendOnly: true,
  inserters: ['fleet_admin'],
  partitionBy: 'recordedAt',
  key: ['vehicleId', 'recordedAt', 'id'],
  columns: { ...factColumns, ...positionColumns },
  describe: {
    ...positionDescriptions,
    vehicleId: 'Vehicle that the device was linked to when the reading was stored.',
    odometerKm: 'Total distance that the vehicle has covered, as its odometer shows it.',
    engineHours: 'Hours that the engine has run in its life.',
    receivedAt: 'When the first delivery reached the cloud (UTC).',
  },
  references: { vehicleId: 'vehicles' },
  indexes: [['-recordedAt']],
});
