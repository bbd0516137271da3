import { measure, text } from '../../../db/columns.ts';
import { tenantTable } from '../../../db/table.ts';
import { factColumns } from './factColumns.ts';

export const obdTelemetry = tenantTable('obd_telemetry', {
  comment: 'What engines reported (OBD-II, SAE J1979): one row a reading, with the id of the reading, as in vehicle_locations.',
  audit: { none: 'append-only facts, many a second' },
  appendOnly: true,
  inserters: ['fleet_admin'],
  partitionBy: 'recordedAt',
  key: ['vehicleId', 'recordedAt', 'id'],
  columns: {
    ...factColumns,
    rpm: measure('rpm'),
    speedKph: measure('speed_kph'),
    engineLoadPercent: measure('engine_load_percent'),
    coolantTempC: measure('coolant_temp_c'),
    fuelLevelPercent: measure('fuel_level_percent'),
    throttlePositionPercent: measure('throttle_position_percent'),
    intakeAirTempC: measure('intake_air_temp_c'),
    mafRateGps: measure('maf_rate_gps'),
    batteryVoltageV: measure('battery_voltage_v'),
    fuelPressureKpa: measure('fuel_pressure_kpa'),
    fuelUsedL: measure('fuel_used_l'),
    dtcCodes: text('dtc_codes').array(),
  },
  describe: {
    rpm: 'Revolutions a minute.',
    mafRateGps: 'Mass air flow in grams a second.',
    fuelUsedL: 'Fuel that the engine has burnt in its life.',
    dtcCodes: 'Active trouble codes (SAE J2012); null where the device did not look.',
    odometerKm: 'Where the reading has no position; else it stands there.',
    engineHours: 'Hours that the engine has run in its life; where the reading has no position.',
    ignitionOn: 'Where the reading has no position.',
  },
  references: { vehicleId: 'vehicles' },
  indexes: [['-recordedAt']],
});
