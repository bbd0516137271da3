import { boolean, measure, reference, timestamptz } from '../../../db/columns.ts';
import { positionColumns } from './positionColumns.ts';

const { recordedAt, source, deviceId } = positionColumns;

/** What every table of readings has: whose reading it is, and what the first of the tables that hold it says of the vehicle. */
export const factColumns = {
  vehicleId: reference('vehicle_id').notNull(),
  recordedAt,
  odometerKm: measure('odometer_km'),
  engineHours: measure('engine_hours'),
  ignitionOn: boolean('ignition_on'),
  source,
  deviceId,
  receivedAt: timestamptz('received_at').notNull(),
};
