import { distanceM } from '../geo/haversine.ts';
import { lowestId } from '../lowestId.ts';
import { behavior } from './behavior/component.ts';
import type { Component, Emit, FoldEnvironment, StepContext } from './component.ts';
import { connectivity } from './connectivity/component.ts';
import { engine } from './engine/component.ts';
import { geofences, speedLimitInside } from './geofences/component.ts';
import { movingKph } from './moving.ts';
import { judge } from './plausibility/judge.ts';
import type { FoldReading } from './reading.ts';
import type { Rules } from './rules.ts';
import type { FoldState } from './state.ts';
import { trips } from './trips/component.ts';

const components = { geofences, trips, behavior, engine, connectivity };
type Name = keyof typeof components;
const names = Object.keys(components) as Name[];

/** The state of a vehicle of which nothing was ever heard. */
export const initialState: FoldState = {
  until: { atMs: 0, id: lowestId },
  last: null,
  speedKph: null,
  ignitionOn: null,
  revolving: null,
  odometer: null,
  fuelLevelPercent: null,
  batteryVoltageV: null,
  plausibility: [],
  geofences: geofences.initial,
  trips: trips.initial,
  behavior: behavior.initial,
  engine: engine.initial,
  connectivity: connectivity.initial,
};

/** Whether a reading comes after all that is folded. */
export function isAfter(reading: { atMs: number; id: string }, until: FoldState['until']): boolean {
  return reading.atMs === until.atMs ? reading.id > until.id : reading.atMs > until.atMs;
}

/**
 * Goes on from `state` with readings in the order of time and id, all of them after it. What follows from them is emitted. The state
 * that was given stays as it is.
 *
 * Any reading that is left out now and comes later makes a different result, so whoever calls this rewinds to a state before it.
 */
export function fold(
  vehicleId: string,
  state: FoldState,
  readings: readonly FoldReading[],
  environment: FoldEnvironment,
  emit: Emit,
): FoldState {
  const next = { ...state };
  for (const reading of readings) {
    fireDue(vehicleId, next, reading.atMs, environment, emit);
    step(vehicleId, next, reading, environment, emit);
  }
  return next;
}

/** Lets time pass until `atMs` without a reading: stays that become long, trips that end in silence, devices that fall silent. */
export function settle(vehicleId: string, state: FoldState, atMs: number, environment: FoldEnvironment, emit: Emit): FoldState {
  const next = { ...state };
  fireDue(vehicleId, next, atMs, environment, emit);
  return next;
}

/** When something happens next although nothing is reported; null: never. */
export function dueMs(state: FoldState, environment: Pick<FoldEnvironment, 'fences'>): number | null {
  let due: number | null = null;
  for (const name of names) {
    const at = dueOf(state, name, environment);
    if (at !== null && (due === null || at < due)) due = at;
  }
  return due;
}

/** Emits the rows of what has begun and not ended, with which a refold from `state` begins. */
export function emitOpen(vehicleId: string, state: FoldState, emit: Emit): void {
  for (const name of names) componentOf(name).open?.(state[name], vehicleId, emit);
}

function dueOf(state: FoldState, name: Name, { fences }: Pick<FoldEnvironment, 'fences'>): number | null {
  return componentOf(name).dueMs?.(state[name], fences, state.last) ?? null;
}

// biome-ignore lint/suspicious/noExplicitAny: a name and its state belong together, which TypeScript cannot follow through a loop
function componentOf(name: Name): Component<any> {
  return components[name];
}

function fireDue(vehicleId: string, state: FoldState, untilMs: number, environment: FoldEnvironment, emit: Emit): void {
  for (;;) {
    let first: Name | undefined;
    let atMs = untilMs;
    for (const name of names) {
      const due = dueOf(state, name, environment);
      if (due !== null && due <= atMs && (first === undefined || due < atMs)) {
        first = name;
        atMs = due;
      }
    }
    if (!first) return;
    const context = {
      vehicleId,
      atMs,
      rules: environment.rulesAt(atMs),
      fences: environment.fences,
      engineOn: engineOn(state),
      odometerKm: odometerKm(state),
      previous: state.last,
    };
    // biome-ignore lint/suspicious/noExplicitAny: as in componentOf
    (state as any)[first] = componentOf(first).fire?.(state[first], context, emit);
    if (atMs > state.until.atMs) state.until = { atMs, id: lowestId };
  }
}

function step(vehicleId: string, state: FoldState, reading: FoldReading, environment: FoldEnvironment, emit: Emit): void {
  const rules = environment.rulesAt(reading.atMs);
  takeEngineValues(state, reading);
  const previous = state.last;
  const believed = believe(vehicleId, state, reading, rules, emit);
  const fix = believed?.fix ?? null;
  const from = believed?.jumped ? null : previous;
  const movedM = fix && from ? distanceM(from, fix) : 0;
  const elapsedMs = from ? reading.atMs - from.atMs : 0;
  const speedKph = speedOf(reading, fix, movedM, elapsedMs);
  if (fix) state.speedKph = speedKph;
  takeOdometer(state, reading, speedKph !== null && speedKph >= movingKph ? movedM : 0);

  const context: StepContext = {
    vehicleId,
    reading,
    atMs: reading.atMs,
    rules,
    fences: environment.fences,
    fix,
    previous: from,
    movedM,
    elapsedMs,
    speedKph,
    engineOn: engineOn(state),
    odometerKm: odometerKm(state),
    speedLimitKph: rules.behavior.speedLimitKph,
  };
  state.geofences = geofences.step(state.geofences, context, emit);
  context.speedLimitKph = speedLimitInside(state.geofences, environment.fences, reading.atMs) ?? context.speedLimitKph;
  state.trips = trips.step(state.trips, context, emit);
  state.behavior = behavior.step(state.behavior, context, emit);
  state.engine = engine.step(state.engine, context, emit);
  state.connectivity = connectivity.step(state.connectivity, context, emit);
  state.until = { atMs: reading.atMs, id: reading.id };
}

function believe(vehicleId: string, state: FoldState, reading: FoldReading, rules: Rules, emit: Emit) {
  const { fix, atMs, id, deviceId, source, sequence } = reading;
  if (!fix || (fix.accuracyM ?? 0) > rules.plausibility.maxAccuracyM) return null;
  const at = { ...fix, atMs, id, deviceId, source, sequence };
  const judged = judge(state.plausibility, { ...fix, atMs }, id, state.last, { vehicleId, rules }, emit);
  state.plausibility = judged.state;
  if (!judged.verdict.believed) return null;
  state.last = at;
  return { fix: at, jumped: judged.verdict.jumped };
}

function takeEngineValues(state: FoldState, { ignitionOn, obd }: FoldReading): void {
  if (ignitionOn !== null) state.ignitionOn = ignitionOn;
  if (!obd) return;
  if (obd.rpm !== null) state.revolving = obd.rpm > 0;
  if (obd.fuelLevelPercent !== null) state.fuelLevelPercent = obd.fuelLevelPercent;
  if (obd.batteryVoltageV !== null) state.batteryVoltageV = obd.batteryVoltageV;
}

function takeOdometer(state: FoldState, { odometerKm: readingKm, atMs }: FoldReading, movedM: number): void {
  if (readingKm !== null) state.odometer = { readingKm, atMs, sinceM: 0 };
  else if (state.odometer && movedM > 0) state.odometer = { ...state.odometer, sinceM: state.odometer.sinceM + movedM };
}

/** Whether the engine runs: by the ignition where it is reported, else by the revolutions. */
export function engineOn({ ignitionOn, revolving }: Pick<FoldState, 'ignitionOn' | 'revolving'>): boolean | null {
  return ignitionOn ?? revolving;
}

export function odometerKm({ odometer }: Pick<FoldState, 'odometer'>): number | null {
  return odometer ? odometer.readingKm + odometer.sinceM / 1000 : null;
}

function speedOf(reading: FoldReading, fix: StepContext['fix'], movedM: number, elapsedMs: number): number | null {
  if (reading.obd && reading.obd.speedKph !== null) return reading.obd.speedKph;
  if (fix && fix.speedKph !== null) return fix.speedKph;
  return fix && elapsedMs > 0 ? (movedM / elapsedMs) * 3_600 : null;
}
