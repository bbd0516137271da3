/** What a number may be, both ends included, and what it says. */
export type Range = { min: number; max: number; describe: string };

/** Numbers of a position. Of a quantity in two units a reading gives one. */
export const positionRanges = {
  latitude: { min: -90, max: 90, describe: 'Degrees (WGS 84), north positive' },
  longitude: { min: -180, max: 180, describe: 'Degrees (WGS 84), east positive' },
  altitudeM: { min: -1_000, max: 100_000, describe: 'Metres above mean sea level' },
  altitudeFt: { min: -3_000, max: 328_000, describe: 'Feet above mean sea level, instead of altitudeM' },
  speedKph: { min: 0, max: 2_000, describe: 'Speed over ground in km/h' },
  speedMph: { min: 0, max: 1_240, describe: 'Speed over ground in mph, instead of speedKph' },
  headingDeg: { min: 0, max: 360, describe: 'Direction of travel in degrees clockwise from true north' },
  accuracyM: { min: 0, max: 1_000_000, describe: 'Radius in metres within which the true place probably is' },
  accuracyFt: { min: 0, max: 3_280_000, describe: 'The same radius in feet, instead of accuracyM' },
} satisfies Record<string, Range>;

/** Numbers of an engine snapshot. Wider than what OBD-II can encode (SAE J1979), as other sources report the same values. */
export const obdRanges = {
  rpm: { min: 0, max: 30_000, describe: 'Revolutions a minute' },
  speedKph: { min: 0, max: 2_000, describe: 'Speed of the wheels in km/h' },
  speedMph: { min: 0, max: 1_240, describe: 'Speed of the wheels in mph, instead of speedKph' },
  engineLoadPercent: { min: 0, max: 100, describe: 'Calculated load' },
  coolantTempC: { min: -60, max: 300, describe: 'Coolant in °C' },
  coolantTempF: { min: -76, max: 572, describe: 'Coolant in °F, instead of coolantTempC' },
  fuelLevelPercent: { min: 0, max: 100, describe: 'Percent of the tank' },
  throttlePositionPercent: { min: 0, max: 100, describe: 'How far the throttle is open' },
  intakeAirTempC: { min: -60, max: 300, describe: 'Intake air in °C' },
  intakeAirTempF: { min: -76, max: 572, describe: 'Intake air in °F, instead of intakeAirTempC' },
  mafRateGps: { min: 0, max: 3_000, describe: 'Mass air flow in grams a second' },
  batteryVoltageV: { min: 0, max: 100, describe: 'Volts of the on-board supply' },
  fuelPressureKpa: { min: 0, max: 700_000, describe: 'Fuel pressure in kPa' },
  fuelPressurePsi: { min: 0, max: 101_000, describe: 'Fuel pressure in psi, instead of fuelPressureKpa' },
  fuelUsedL: { min: 0, max: 10_000_000, describe: 'Litres that the engine has burnt in its life' },
  fuelUsedGal: { min: 0, max: 2_640_000, describe: 'The same in US gallons, instead of fuelUsedL' },
} satisfies Record<string, Range>;

/** Numbers that stand in the reading itself. */
export const readingRanges = {
  odometerKm: { min: 0, max: 100_000_000, describe: 'Total distance that the vehicle has covered, in km' },
  odometerMi: { min: 0, max: 62_000_000, describe: 'The same in miles, instead of odometerKm' },
  engineHours: { min: 0, max: 10_000_000, describe: 'Hours that the engine has run in its life' },
} satisfies Record<string, Range>;

export const eventRanges = {
  gForce: { min: 0, max: 50, describe: 'Greatest acceleration in g (9.80665 m/s²), without sign' },
  value: { min: -1e9, max: 1e9, describe: 'Value of an input; 1 and 0 for on and off' },
} satisfies Record<string, Range>;

/** Quantities that may come in either of two units. */
export const alternatives = {
  position: [
    ['altitudeM', 'altitudeFt'],
    ['speedKph', 'speedMph'],
    ['accuracyM', 'accuracyFt'],
  ],
  obd: [
    ['speedKph', 'speedMph'],
    ['coolantTempC', 'coolantTempF'],
    ['intakeAirTempC', 'intakeAirTempF'],
    ['fuelPressureKpa', 'fuelPressurePsi'],
    ['fuelUsedL', 'fuelUsedGal'],
  ],
  reading: [['odometerKm', 'odometerMi']],
} satisfies Record<string, [metric: string, other: string][]>;

/** A reading says at least one of these; empty `events` say that the device is there. */
export const anyOfKeys = ['position', 'obd', 'events', 'ignitionOn', 'odometerKm', 'odometerMi', 'engineHours'] as const;

/** The most of each that one reading holds. */
export const maxEvents = 20;
export const maxTroubleCodes = 64;

/**
 * Of SAE J2012: system, then four hexadecimal digits of which the first is 0 to 3, then the failure type of J2012-DA if there is
 * one.
 */
export const troubleCodePattern = /^[PCBUpcbu][0-3][0-9A-Fa-f]{3}(-[0-9A-Fa-f]{2})?$/;
export const inputNamePattern = /^[A-Za-z0-9_.:-]{1,50}$/;
