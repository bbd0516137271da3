import type { DeviceEvent, Fix, FoldReading, Obd } from '../fold/reading.ts';
import { momentMs } from './moment.ts';
import type { WireReading } from './schema.ts';
import { celsiusOfFahrenheit, kmOfMiles, kpaOfPsi, litresOfUsGallons, metresOfFeet } from './units.ts';

/** A reading in the units that are stored; what the device did not say is null. */
export type CheckedReading = Omit<FoldReading, 'id' | 'atMs' | 'deviceId' | 'source'> & { recordedAtMs: number };

const noEvents: readonly DeviceEvent[] = [];

/** Takes a reading of the right form into the units that are stored. The same reading always gives the same numbers. */
export function readingOf(wire: WireReading, recordedAtMs = momentMs(wire.recordedAt)): CheckedReading {
  const { position, obd, events } = wire;
  return {
    recordedAtMs,
    sequence: plain(wire.sequence),
    fix: position ? fixOf(position) : null,
    odometerKm: either(wire.odometerKm, wire.odometerMi, kmOfMiles),
    engineHours: plain(wire.engineHours),
    ignitionOn: wire.ignitionOn ?? null,
    obd: obd ? obdOf(obd) : null,
    events: events && events.length > 0 ? events.map(eventOf) : noEvents,
  };
}

function fixOf(wire: NonNullable<WireReading['position']>): Fix {
  return {
    latitude: wire.latitude + 0,
    longitude: wire.longitude + 0,
    altitudeM: either(wire.altitudeM, wire.altitudeFt, metresOfFeet),
    speedKph: either(wire.speedKph, wire.speedMph, kmOfMiles),
    headingDeg: plain(wire.headingDeg),
    accuracyM: either(wire.accuracyM, wire.accuracyFt, metresOfFeet),
  };
}

function obdOf(wire: NonNullable<WireReading['obd']>): Obd {
  return {
    rpm: plain(wire.rpm),
    speedKph: either(wire.speedKph, wire.speedMph, kmOfMiles),
    engineLoadPercent: plain(wire.engineLoadPercent),
    coolantTempC: either(wire.coolantTempC, wire.coolantTempF, celsiusOfFahrenheit),
    fuelLevelPercent: plain(wire.fuelLevelPercent),
    throttlePositionPercent: plain(wire.throttlePositionPercent),
    intakeAirTempC: either(wire.intakeAirTempC, wire.intakeAirTempF, celsiusOfFahrenheit),
    mafRateGps: plain(wire.mafRateGps),
    batteryVoltageV: plain(wire.batteryVoltageV),
    fuelPressureKpa: either(wire.fuelPressureKpa, wire.fuelPressurePsi, kpaOfPsi),
    fuelUsedL: either(wire.fuelUsedL, wire.fuelUsedGal, litresOfUsGallons),
    dtcCodes: wire.dtcCodes ? wire.dtcCodes.map((code) => code.toUpperCase()) : null,
  };
}

function eventOf({ type, gForce, name, value }: NonNullable<WireReading['events']>[number]): DeviceEvent {
  return { type, gForce: plain(gForce), name: name ?? null, value: plain(value) };
}

/** Adding zero makes 0 of -0, which JSON and PostgreSQL tell apart in different ways. */
function plain(value: number | undefined): number | null {
  return value === undefined ? null : value + 0;
}

function either(stored: number | undefined, other: number | undefined, convert: (value: number) => number): number | null {
  if (stored !== undefined) return stored + 0;
  return other === undefined ? null : convert(other) + 0;
}
