import type { Place } from '../geo/haversine.ts';

/** Where a receiver says it is. What the device did not say is null. */
export type Fix = Place & {
  altitudeM: number | null;
  speedKph: number | null;
  headingDeg: number | null;
  accuracyM: number | null;
};

/** A snapshot of the engine's values, as OBD-II reports them (SAE J1979). */
export type Obd = {
  rpm: number | null;
  speedKph: number | null;
  engineLoadPercent: number | null;
  coolantTempC: number | null;
  fuelLevelPercent: number | null;
  throttlePositionPercent: number | null;
  intakeAirTempC: number | null;
  mafRateGps: number | null;
  batteryVoltageV: number | null;
  fuelPressureKpa: number | null;
  /** Fuel that the engine has burnt in its life. */
  fuelUsedL: number | null;
  /** Trouble codes that are active; null where the device did not look. */
  dtcCodes: readonly string[] | null;
};

export const deviceEventTypes = [
  'harsh_braking',
  'harsh_acceleration',
  'harsh_cornering',
  'panic',
  'door_open',
  'door_closed',
  'input',
] as const;

/** What a device noticed by itself. */
export type DeviceEvent = {
  type: (typeof deviceEventTypes)[number];
  gForce: number | null;
  /** Name of an input: `ptoOn`. */
  name: string | null;
  value: number | null;
};

/** One fact about a vehicle, as the fold reads it: the same whether it just arrived or comes from the tables. */
export type FoldReading = {
  /** Made of its content; readings of one millisecond are ordered by it. */
  id: string;
  atMs: number;
  deviceId: string;
  source: string;
  sequence: number | null;
  fix: Fix | null;
  odometerKm: number | null;
  engineHours: number | null;
  ignitionOn: boolean | null;
  obd: Obd | null;
  events: readonly DeviceEvent[];
};
