/** Where the receiver says it is: degrees of WGS 84, headings clockwise from north. */
export interface Position {
  latitude: number;
  longitude: number;
  altitudeM?: number;
  speedKph?: number;
  headingDeg?: number;
  accuracyM?: number;
}

/** What the engine's computer says (SAE J1979). */
export interface ObdSnapshot {
  rpm?: number;
  speedKph?: number;
  engineLoadPercent?: number;
  coolantTempC?: number;
  fuelLevelPercent?: number;
  throttlePositionPercent?: number;
  intakeAirTempC?: number;
  mafRateGps?: number;
  batteryVoltageV?: number;
  fuelPressureKpa?: number;
  /** Fuel burnt in the engine's life. */
  fuelUsedL?: number;
  /** Trouble codes that are active. */
  dtcCodes?: string[];
}

/** What the device noticed by itself. */
export interface DeviceEvent {
  type: 'harsh_braking' | 'harsh_acceleration' | 'harsh_cornering' | 'panic' | 'door_open' | 'door_closed' | 'input';
  gForce?: number;
  value?: number;
  name?: string;
}

/** One report, as the `telemetry` topic takes it: a position, an engine snapshot, events, or any mix of them. */
export interface TelemetryReading {
  /** ISO 8601, UTC, by the device's clock. */
  recordedAt: string;
  /** Counts a device's readings. */
  sequence?: number;
  position?: Position;
  odometerKm?: number;
  engineHours?: number;
  ignitionOn?: boolean;
  obd?: ObdSnapshot;
  events?: DeviceEvent[];
}

/** The body of one message. */
export interface TelemetryBatch {
  version: 1;
  tenantId: string;
  deviceId: string;
  readings: TelemetryReading[];
}
