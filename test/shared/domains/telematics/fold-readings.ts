import type { DeviceEvent, Fix, FoldReading, Obd } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import type { Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';

export const noObd: Obd = {
  rpm: null,
  speedKph: null,
  engineLoadPercent: null,
  coolantTempC: null,
  fuelLevelPercent: null,
  throttlePositionPercent: null,
  intakeAirTempC: null,
  mafRateGps: null,
  batteryVoltageV: null,
  fuelPressureKpa: null,
  fuelUsedL: null,
  dtcCodes: null,
};

const noFix = { altitudeM: null, speedKph: null, headingDeg: null, accuracyM: null };

/** What a device says in a reading. */
export type Said = Partial<Omit<FoldReading, 'atMs' | 'fix' | 'obd' | 'events'>> & {
  fix?: (Place & Partial<Fix>) | null;
  obd?: Partial<Obd> | undefined;
  events?: readonly (Partial<DeviceEvent> & Pick<DeviceEvent, 'type'>)[];
};

/** A reading of a moment, as the fold takes it; what is not given the device did not say. */
export function foldReading(atMs: number, said: Said = {}): FoldReading {
  const { id = readingId(atMs), deviceId = 'GPS-1', source = 'device', sequence = null, fix, obd, events = [] } = said;
  const { odometerKm = null, engineHours = null, ignitionOn = null } = said;
  return {
    id,
    atMs,
    deviceId,
    source,
    sequence,
    fix: fix ? { ...noFix, ...fix } : null,
    odometerKm,
    engineHours,
    ignitionOn,
    obd: obd ? { ...noObd, ...obd } : null,
    events: events.map((event) => ({ gForce: null, name: null, value: null, ...event })),
  };
}

/** An id as readings of that moment have; those of one moment are folded by `order`. */
export function readingId(atMs: number, order = 0): string {
  const time = atMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${String(order).padStart(4, '0')}-8000-000000000000`;
}
