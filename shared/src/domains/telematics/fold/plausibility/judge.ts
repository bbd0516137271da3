import { distanceM } from '../../geo/haversine.ts';
import type { AcceptedFix, Emit, StepContext } from '../component.ts';
import { derivedId } from '../derived.ts';

/** A fix that was not believed yet. */
type Doubted = AcceptedFix & { id: string };

/** Fixes that contradict what is believed, and agree with each other. */
export type PlausibilityState = readonly Doubted[];

export type Verdict = {
  believed: boolean /** The vehicle is elsewhere than thought: no way leads here from the fix before. */;
  jumped: boolean;
};

/** What receivers are off by where they do not say. */
const unknownAccuracyM = 50;

/**
 * Judges a fix by the one before: receivers report places that cannot have been reached (a satellite lost between houses, a cell
 * tower's place). One such fix is not believed; several in a row that agree with each other are, since then the error was before.
 * What turned out to be wrong is emitted when that is certain.
 */
export function judge(
  state: PlausibilityState,
  fix: AcceptedFix,
  id: string,
  last: AcceptedFix | null,
  context: Pick<StepContext, 'vehicleId' | 'rules'>,
  emit: Emit,
): { state: PlausibilityState; verdict: Verdict } {
  const { maxSpeedKph, reanchorAfterFixes } = context.rules.plausibility;
  if (!last || isReachable(last, fix, maxSpeedKph)) {
    if (state.length > 0 && last) for (const doubted of state) refuse(doubted, last, fix.atMs, context.vehicleId, emit);
    return { state: state.length > 0 ? [] : state, verdict: { believed: true, jumped: false } };
  }
  const before = state.at(-1);
  const doubted = { ...fix, id };
  if (before && !isReachable(before, fix, maxSpeedKph)) {
    for (const wrong of state) refuse(wrong, last, fix.atMs, context.vehicleId, emit);
    return { state: [doubted], verdict: { believed: false, jumped: false } };
  }
  if (state.length + 1 >= reanchorAfterFixes) return { state: [], verdict: { believed: true, jumped: true } };
  return { state: [...state, doubted], verdict: { believed: false, jumped: false } };
}

function isReachable(from: AcceptedFix, to: AcceptedFix, maxSpeedKph: number): boolean {
  const slackM = (from.accuracyM ?? unknownAccuracyM) + (to.accuracyM ?? unknownAccuracyM);
  const hours = (to.atMs - from.atMs) / 3_600_000;
  return distanceM(from, to) - slackM <= maxSpeedKph * hours * 1_000;
}

function refuse(
  { id, atMs, latitude, longitude }: Doubted,
  last: AcceptedFix,
  detectedAtMs: number,
  vehicleId: string,
  emit: Emit,
) {
  const km = (distanceM(last, { latitude, longitude }) / 1000).toFixed(1);
  const seconds = (atMs - last.atMs) / 1000;
  emit({
    table: 'telemetry_rejections',
    row: {
      id: derivedId(vehicleId, atMs, `impossible_speed ${id}`),
      detectedAtMs,
      locationId: id,
      latitude,
      longitude,
      detail: `Latitude ${latitude}, longitude ${longitude} is ${km} km from where the vehicle was ${seconds} s before.`,
    },
  });
}
