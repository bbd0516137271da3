import { deviceEventTypes } from '../fold/reading.ts';
import {
  eventRanges,
  inputNamePattern,
  maxEvents,
  maxTroubleCodes,
  obdRanges,
  positionRanges,
  type Range,
  readingRanges,
  troubleCodePattern,
} from './ranges.ts';
import type { WireReading } from './schema.ts';

type Values = Record<string, unknown>;
type Ranges = Readonly<Record<string, Range | undefined>>;

const ofPosition = lookup(positionRanges);
const ofObd = lookup(obdRanges);
const ofReading = lookup(readingRanges);
const ofEvent = lookup(eventRanges);
const eventTypes: ReadonlySet<unknown> = new Set(deviceEventTypes);

/**
 * Whether a value is a reading that `readingSchema` accepts, but for `recordedAt`, of which only the type is looked at: a
 * twentieth of the time that the schema takes, and many thousand readings a second pass here. Values that JSON cannot say
 * (undefined, say) are left to the schema: false.
 *
 * The pairs of `alternatives` and the keys of `anyOfKeys` are written out, since walking lists of them takes as long as all the rest;
 * the tests hold them, and every other rule, against the schema.
 */
export function isWellFormed(value: unknown): value is WireReading {
  if (!isRecord(value)) return false;
  for (const key in value) {
    const part = value[key];
    switch (key) {
      case 'recordedAt':
        if (typeof part !== 'string') return false;
        break;
      case 'sequence':
        if (!(Number.isSafeInteger(part) && (part as number) >= 0)) return false;
        break;
      case 'position':
        if (!isPosition(part)) return false;
        break;
      case 'ignitionOn':
        if (typeof part !== 'boolean') return false;
        break;
      case 'obd':
        if (!isObd(part)) return false;
        break;
      case 'events':
        if (!(Array.isArray(part) && part.length <= maxEvents && part.every(isEvent))) return false;
        break;
      default:
        if (!isIn(ofReading[key], part)) return false;
    }
  }
  const { recordedAt, position, obd, events, ignitionOn, odometerKm, odometerMi, engineHours } = value;
  if (recordedAt === undefined || (odometerKm !== undefined && odometerMi !== undefined)) return false;
  return !!position || !!obd || !!events || (ignitionOn ?? odometerKm ?? odometerMi ?? engineHours) !== undefined;
}

function isPosition(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const key in value) {
    if (!isIn(ofPosition[key], value[key])) return false;
  }
  if (value.latitude === undefined || value.longitude === undefined) return false;
  return !(
    (value.speedMph !== undefined && value.speedKph !== undefined) ||
    (value.altitudeFt !== undefined && value.altitudeM !== undefined) ||
    (value.accuracyFt !== undefined && value.accuracyM !== undefined)
  );
}

function isObd(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const key in value) {
    const part = value[key];
    if (key === 'dtcCodes') {
      if (!(Array.isArray(part) && part.length <= maxTroubleCodes && part.every(isTroubleCode))) return false;
    } else if (!isIn(ofObd[key], part)) return false;
  }
  return !(
    (value.speedMph !== undefined && value.speedKph !== undefined) ||
    (value.coolantTempF !== undefined && value.coolantTempC !== undefined) ||
    (value.intakeAirTempF !== undefined && value.intakeAirTempC !== undefined) ||
    (value.fuelPressurePsi !== undefined && value.fuelPressureKpa !== undefined) ||
    (value.fuelUsedGal !== undefined && value.fuelUsedL !== undefined)
  );
}

function isEvent(value: unknown): boolean {
  if (!isRecord(value)) return false;
  for (const key in value) {
    const part = value[key];
    if (key === 'type') {
      if (!eventTypes.has(part)) return false;
    } else if (key === 'name') {
      if (!(typeof part === 'string' && inputNamePattern.test(part))) return false;
    } else if (!isIn(ofEvent[key], part)) return false;
  }
  return value.type !== undefined && (value.type !== 'input' || value.name !== undefined);
}

function isTroubleCode(value: unknown): boolean {
  return typeof value === 'string' && troubleCodePattern.test(value);
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** NaN and infinities are in no range; a key without a range is unknown. */
function isIn(range: Range | undefined, value: unknown): boolean {
  return range !== undefined && typeof value === 'number' && value >= range.min && value <= range.max;
}

/** Without a prototype: `constructor` is a key like any other that is unknown. */
function lookup(ranges: Record<string, Range>): Ranges {
  return Object.assign(Object.create(null), ranges);
}
