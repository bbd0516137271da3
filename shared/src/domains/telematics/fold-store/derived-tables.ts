import type { Derived } from '../fold/derived.ts';
import { tripNumber } from '../trips/trip-number.ts';

type Row<T extends Derived['table']> = Extract<Derived, { table: T }>['row'];
type Values = Record<string, unknown>;

/** How derived rows of a kind are written. */
export type DerivedTable = {
  name: Derived['table'];
  /** Columns and types, beyond tenant, id, vehicle_id, driver_id and detected_at. */
  columns: Record<string, string>;
  values(vehicleId: string, row: never): Values;
  /** The time that decides who drove; undefined where the table names no driver. */
  drivenAt?: string;
  /** Columns that an update leaves as they are where the condition (on the row `t`) holds. */
  keep?: { columns: readonly string[]; where: string };
  subjectType: string;
};

const at = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** Sums of doubles differ in their last digits by the order of summation; nobody measures so exactly. */
const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));

export const derivedTables: readonly DerivedTable[] = [
  {
    name: 'trips',
    subjectType: 'trip',
    drivenAt: 'started_at',
    columns: {
      trip_number: 'text',
      start_latitude: 'float8',
      start_longitude: 'float8',
      end_latitude: 'float8',
      end_longitude: 'float8',
      start_odometer_km: 'float8',
      end_odometer_km: 'float8',
      distance_km: 'float8',
      distance_source: 'text',
      duration_seconds: 'integer',
      idle_seconds: 'integer',
      max_speed_kph: 'float8',
      avg_speed_kph: 'float8',
      fuel_consumed_l: 'float8',
      fuel_efficiency_l_per_100_km: 'float8',
      usage_type: 'text',
      started_at: 'timestamptz',
      ended_at: 'timestamptz',
    },
    keep: { columns: ['usage_type'], where: 't.usage_by_driver' },
    values: (vehicleId, row: Row<'trips'>) => ({
      trip_number: tripNumber(vehicleId, row.startedAtMs),
      start_latitude: row.startLatitude,
      start_longitude: row.startLongitude,
      end_latitude: row.endLatitude,
      end_longitude: row.endLongitude,
      start_odometer_km: rounded(row.startOdometerKm, 3),
      end_odometer_km: rounded(row.endOdometerKm, 3),
      distance_km: rounded(row.distanceKm, 3),
      distance_source: row.distanceSource,
      duration_seconds: rounded(row.durationSeconds, 0),
      idle_seconds: rounded(row.idleSeconds, 0),
      max_speed_kph: rounded(row.maxSpeedKph, 2),
      avg_speed_kph: rounded(row.avgSpeedKph, 2),
      fuel_consumed_l: rounded(row.fuelConsumedL, 3),
      fuel_efficiency_l_per_100_km: rounded(row.fuelEfficiencyLPer100Km, 2),
      usage_type: row.usageType,
      started_at: at(row.startedAtMs),
      ended_at: at(row.endedAtMs),
    }),
  },
  {
    name: 'geofence_events',
    subjectType: 'geofenceEvent',
    drivenAt: 'recorded_at',
    columns: {
      geofence_id: 'uuid',
      event_type: 'text',
      latitude: 'float8',
      longitude: 'float8',
      dwell_seconds: 'integer',
      alert: 'boolean',
      recorded_at: 'timestamptz',
    },
    values: (_vehicleId, row: Row<'geofence_events'>) => ({
      geofence_id: row.geofenceId,
      event_type: row.eventType,
      latitude: rounded(row.latitude, 7),
      longitude: rounded(row.longitude, 7),
      dwell_seconds: rounded(row.dwellSeconds, 0),
      alert: row.alert,
      recorded_at: at(row.recordedAtMs),
    }),
  },
  {
    name: 'driver_behavior_events',
    subjectType: 'driverBehaviorEvent',
    drivenAt: 'recorded_at',
    columns: {
      event_type: 'text',
      severity: 'text',
      detected_by: 'text',
      duration_seconds: 'integer',
      speed_kph: 'float8',
      speed_limit_kph: 'float8',
      g_force: 'float8',
      latitude: 'float8',
      longitude: 'float8',
      recorded_at: 'timestamptz',
    },
    values: (_vehicleId, row: Row<'driver_behavior_events'>) => ({
      event_type: row.eventType,
      severity: row.severity,
      detected_by: row.detectedBy,
      duration_seconds: rounded(row.durationSeconds, 0),
      speed_kph: rounded(row.speedKph, 2),
      speed_limit_kph: row.speedLimitKph,
      g_force: rounded(row.gForce, 3),
      latitude: row.latitude,
      longitude: row.longitude,
      recorded_at: at(row.recordedAtMs),
    }),
  },
  {
    name: 'vehicle_events',
    subjectType: 'vehicleEvent',
    drivenAt: 'recorded_at',
    columns: {
      event_type: 'text',
      severity: 'text',
      code: 'text',
      value: 'float8',
      description: 'text',
      duration_seconds: 'integer',
      latitude: 'float8',
      longitude: 'float8',
      recorded_at: 'timestamptz',
    },
    values: (_vehicleId, row: Row<'vehicle_events'>) => ({
      event_type: row.eventType,
      severity: row.severity,
      code: row.code,
      value: rounded(row.value, 3),
      description: row.description,
      duration_seconds: rounded(row.durationSeconds, 0),
      latitude: row.latitude,
      longitude: row.longitude,
      recorded_at: at(row.recordedAtMs),
    }),
  },
  {
    name: 'telemetry_rejections',
    subjectType: 'telemetryRejection',
    columns: {
      message_id: 'text',
      source: 'text',
      reading: 'jsonb',
      reason: 'text',
      detail: 'text',
      location_id: 'uuid',
      received_at: 'timestamptz',
    },
    values: (_vehicleId, row: Row<'telemetry_rejections'>) => ({
      message_id: `location:${row.locationId}`,
      source: 'fold',
      reading: { latitude: row.latitude, longitude: row.longitude },
      reason: 'impossible_speed',
      detail: row.detail,
      location_id: row.locationId,
      received_at: at(row.detectedAtMs),
    }),
  },
];
