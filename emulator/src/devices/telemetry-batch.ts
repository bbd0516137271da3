/** One position report, as the `telemetry` topic takes it. Degrees are WGS 84, headings clockwise from north. */
export interface TelemetryReading {
  /** ISO 8601, UTC. */
  recordedAt: string;
  position: {
    latitude: number;
    longitude: number;
    altitudeM?: number;
    speedKph?: number;
    headingDeg?: number;
    accuracyM?: number;
  };
  /** Counts a device's readings. */
  sequence?: number;
}

/** The body of one message. */
export interface TelemetryBatch {
  version: 1;
  tenantId: string;
  deviceId: string;
  readings: TelemetryReading[];
}
