import type { Emit, StepContext } from '../component.ts';
import type { DeviceEvent } from '../reading.ts';
import { type HarshType, type Manoeuvre, noteSighting } from './manoeuvres.ts';
import { placeOf } from './measures.ts';
import type { BehaviorRules } from './rules.ts';
import { follow, heading, ratePerSecond, type Sample, type Series, speedInKph } from './series.ts';

export type HarshState = { speeds: Series | null; headings: Series | null; manoeuvres: readonly Manoeuvre[] };

/** Standard gravity in m/s² (ISO 80000-3). */
export const standardGravity = 9.80665;

/** Tyres of road vehicles hold about 1 g; more is an error of measurement. */
export const maxPlausibleG = 1.5;

/** The heading of a slow receiver wanders. */
const minCorneringKph = 15;

const thresholdsOf = {
  harsh_braking: 'brakingG',
  harsh_acceleration: 'accelerationG',
  harsh_cornering: 'corneringG',
} as const satisfies Record<HarshType, keyof BehaviorRules>;

/** Harsh driving, by the device's word and by the series of speeds and headings that receiver or OBD measured. */
export function stepHarsh(state: HarshState, context: StepContext, emit: Emit): HarshState {
  const speeds = nextSpeeds(state.speeds, context);
  const headings = nextHeadings(state.headings, context);
  let manoeuvres = state.manoeuvres;
  for (const event of context.reading.events) manoeuvres = noteDeviceEvent(manoeuvres, event, context, emit);
  const kphPerSecond = ratePerSecond(state.speeds, speeds, speedInKph);
  if (kphPerSecond !== null && state.speeds && speeds) {
    const type = kphPerSecond < 0 ? 'harsh_braking' : 'harsh_acceleration';
    const g = Math.abs(kphPerSecond) / 3.6 / standardGravity;
    const from = state.speeds.anchor;
    manoeuvres = noteSeries(manoeuvres, type, g, from, speeds.anchor, from[1], context, emit);
  }
  const degreesPerSecond = ratePerSecond(state.headings, headings, heading);
  if (degreesPerSecond !== null && state.headings && headings) {
    const { anchor: from } = state.headings;
    const { anchor: to } = headings;
    // The slower end, so that a wrong speed does not make a corner sharp.
    const kph = Math.min(from[2] ?? 0, to[2] ?? 0);
    const g = (kph / 3.6) * ((Math.abs(degreesPerSecond) * Math.PI) / 180 / standardGravity);
    manoeuvres = noteSeries(manoeuvres, 'harsh_cornering', g, from, to, kph, context, emit);
  }
  if (speeds === state.speeds && headings === state.headings && manoeuvres === state.manoeuvres) return state;
  return { speeds, headings, manoeuvres };
}

/** OBD's speed where it is there, as it comes from the wheels; but a series that began with the receiver's stays with it. */
function nextSpeeds(speeds: Series | null, { reading, fix, atMs }: StepContext): Series | null {
  const wheelKph = reading.obd?.speedKph ?? null;
  const receiverKph = fix?.speedKph ?? null;
  if (receiverKph !== null && (wheelKph === null || speeds?.source === reading.deviceId)) {
    return follow(speeds, reading.deviceId, [atMs, receiverKph], speedInKph);
  }
  if (wheelKph === null) return speeds;
  return follow(speeds, `${reading.deviceId} obd`, [atMs, wheelKph], speedInKph);
}

function nextHeadings(headings: Series | null, { reading, fix, atMs }: StepContext): Series | null {
  const kph = fix?.speedKph ?? reading.obd?.speedKph ?? null;
  if (!fix || fix.headingDeg === null || kph === null) return headings;
  if (kph < minCorneringKph) return headings?.source === reading.deviceId ? null : headings;
  return follow(headings, reading.deviceId, [atMs, fix.headingDeg, kph], heading);
}

function noteDeviceEvent(manoeuvres: readonly Manoeuvre[], event: DeviceEvent, context: StepContext, emit: Emit) {
  const { type, gForce } = event;
  if (type !== 'harsh_braking' && type !== 'harsh_acceleration' && type !== 'harsh_cornering') return manoeuvres;
  const { atMs, speedKph, rules } = context;
  // Devices report braking as a negative acceleration, or as a force.
  const g = gForce === null ? null : Math.abs(gForce);
  const sighting = { type, fromMs: atMs, toMs: atMs, g, byDevice: true, speedKph, ...placeOf(context) };
  return noteSighting(manoeuvres, sighting, rules.behavior[thresholdsOf[type]], context, emit);
}

/** Notes what the series shows between two samples, if that is harsh and possible. */
function noteSeries(
  manoeuvres: readonly Manoeuvre[],
  type: HarshType,
  g: number,
  from: Sample,
  to: Sample,
  speedKph: number,
  context: StepContext,
  emit: Emit,
) {
  const thresholds = context.rules.behavior[thresholdsOf[type]];
  if (g < thresholds.minor || g > maxPlausibleG) return manoeuvres;
  const place = context.previous ?? context.fix;
  const sighting = {
    type,
    fromMs: from[0],
    toMs: to[0],
    g,
    byDevice: false,
    speedKph,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
  };
  return noteSighting(manoeuvres, sighting, thresholds, context, emit);
}
