import { contentId } from '../message/contentId.ts';

/** When something that the fold found was certain (ms since 1970): the reading or the moment that settled it. Never before `recordedAtMs`. */
type Detected = { id: string; detectedAtMs: number };

export type DerivedTrip = Detected & {
  startedAtMs: number;
  endedAtMs: number | null;
  startLatitude: number;
  startLongitude: number;
  endLatitude: number | null;
  endLongitude: number | null;
  startOdometerKm: number | null;
  endOdometerKm: number | null;
  distanceKm: number | null;
  /** How the distance was measured. */
  distanceSource: 'odometer' | 'gps' | null;
  durationSeconds: number | null;
  idleSeconds: number | null;
  maxSpeedKph: number | null;
  avgSpeedKph: number | null;
  fuelConsumedL: number | null;
  fuelEfficiencyLPer100Km: number | null;
  /** By the tenant's rules; a driver's own word stands above it. */
  usageType: 'business' | 'personal' | 'mixed' | null;
};

export type DerivedGeofenceEvent = Detected & {
  geofenceId: string;
  eventType: 'entry' | 'exit' | 'dwell';
  recordedAtMs: number;
  latitude: number;
  longitude: number;
  /** How long the vehicle has been inside: for dwell and exit. */
  dwellSeconds: number | null;
  /** Whether the fence asks for an alert of this kind, at this time of its schedule. */
  alert: boolean;
};

export const behaviorEventTypes = ['harsh_braking', 'harsh_acceleration', 'harsh_cornering', 'speeding', 'idle_excess'] as const;
export const severities = ['minor', 'moderate', 'severe'] as const;

export type DerivedBehaviorEvent = Detected & {
  eventType: (typeof behaviorEventTypes)[number];
  severity: (typeof severities)[number];
  recordedAtMs: number;
  durationSeconds: number | null;
  speedKph: number | null;
  speedLimitKph: number | null;
  gForce: number | null;
  latitude: number | null;
  longitude: number | null;
  /** Whether the device said so or the series of speeds and headings shows it. */
  detectedBy: 'device' | 'series';
};

export const vehicleEventTypes = [
  'ignition_on',
  'ignition_off',
  'idle',
  'fuel_drop',
  'refuel',
  'trouble_code_appeared',
  'trouble_code_cleared',
  'went_offline',
  'came_online',
  'panic',
  'door_open',
  'door_closed',
  'input',
] as const;

export type DerivedVehicleEvent = Detected & {
  eventType: (typeof vehicleEventTypes)[number];
  recordedAtMs: number;
  latitude: number | null;
  longitude: number | null;
  durationSeconds: number | null;
  severity: (typeof severities)[number] | null;
  /** Trouble code, name of the input. */
  code: string | null;
  /** Percent of the tank, value of the input. */
  value: number | null;
  description: string | null;
};

/** A fix that cannot be true. */
export type DerivedImplausible = Detected & { locationId: string; latitude: number; longitude: number; detail: string };

/** A row that the fold derives from facts. */
export type Derived =
  | { table: 'trips'; row: DerivedTrip }
  | { table: 'geofence_events'; row: DerivedGeofenceEvent }
  | { table: 'driver_behavior_events'; row: DerivedBehaviorEvent }
  | { table: 'vehicle_events'; row: DerivedVehicleEvent }
  | { table: 'telemetry_rejections'; row: DerivedImplausible };

/**
 * The id of a derived row: the same for the same vehicle, kind and moment, however often it is computed.
 *
 * @param what tells rows of one moment apart: the table, and the fence, the type or the code
 */
export function derivedId(vehicleId: string, atMs: number, what: string): string {
  return contentId(Math.floor(atMs), `${vehicleId} ${what} ${atMs}`);
}
