import { bigint, measure, timestamptz, varchar } from '../../../db/columns.ts';

/** What is known of a vehicle at one moment; the same in the history and in the latest state. */
export const positionColumns = {
  recordedAt: timestamptz('recorded_at').notNull(),
  // Double precision, not numeric: sensors are less exact than its 15 digits, it takes 8 bytes, and averages and distances compute on it.
  latitude: measure('latitude').notNull(),
  longitude: measure('longitude').notNull(),
  altitudeM: measure('altitude_m'),
  speedKph: measure('speed_kph'),
  headingDeg: measure('heading_deg'),
  accuracyM: measure('accuracy_m'),
  source: varchar('source', { length: 50 }).notNull(),
  deviceId: varchar('device_id', { length: 50 }).notNull(),
  sequence: bigint('sequence', { mode: 'number' }),
};

export const positionDescriptions = {
  recordedAt: "When the device measured it, by the device's clock (UTC, milliseconds).",
  latitude: 'Degrees (WGS 84), north positive. Double precision: finer than any receiver, and half the size of an exact decimal.',
  longitude: 'Degrees (WGS 84), east positive. Double precision, as the latitude.',
  altitudeM: 'Metres above mean sea level. Measurements are double precision, as the latitude.',
  speedKph: 'Speed over ground in km/h.',
  headingDeg: 'Direction of travel in degrees clockwise from true north, 0 to 360.',
  accuracyM: 'Radius in metres within which the true place probably is.',
  source: 'Where the reading came from: device, obd, manual, or the name of a telematics provider.',
  deviceId: 'Device that measured it.',
  sequence: 'Number that the device gave the reading, if it counts them.',
};
