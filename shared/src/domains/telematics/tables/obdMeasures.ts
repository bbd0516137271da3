import type { Obd } from '../fold/reading.ts';

/** Numbers that engines report: their names in readings and in the interface, and their columns in obd_telemetry. */
export const obdMeasures = {
  rpm: 'rpm',
  speedKph: 'speed_kph',
  engineLoadPercent: 'engine_load_percent',
  coolantTempC: 'coolant_temp_c',
  fuelLevelPercent: 'fuel_level_percent',
  throttlePositionPercent: 'throttle_position_percent',
  intakeAirTempC: 'intake_air_temp_c',
  mafRateGps: 'maf_rate_gps',
  batteryVoltageV: 'battery_voltage_v',
  fuelPressureKpa: 'fuel_pressure_kpa',
  fuelUsedL: 'fuel_used_l',
} as const satisfies Record<Exclude<keyof Obd, 'dtcCodes'>, string>;

/** The same as a list of name and column. */
export const obdMeasureColumns = Object.entries(obdMeasures) as [keyof typeof obdMeasures, string][];
