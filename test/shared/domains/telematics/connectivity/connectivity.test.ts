import { isOnline } from '@wheelhouse/shared/domains/telematics/fold/connectivity/component.ts';
import { initialState } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import { expect, it } from 'vitest';
import { brief, environmentWith, foldOf, hours, reading, start } from '../engine/support.ts';

const driving = (seconds: number) => reading(seconds, { ignitionOn: true, speedKph: 50, eastM: seconds * 14 });
const silence = (...args: Parameters<typeof foldOf>) => {
  const { state, events } = foldOf(...args);
  return { online: isOnline(state.connectivity), events: events.filter(({ eventType }) => eventType.endsWith('line')) };
};

it('A vehicle in use is offline once its device was silent for longer than fifteen minutes, as of its last reading', () => {
  expect(silence([driving(0), driving(60)], { untilSeconds: 960 })).toEqual({ online: true, events: [] });
  const { online, events } = silence([driving(0), driving(60)], { untilSeconds: 961 });
  expect(online).toBe(false);
  expect(brief(events, 'detectedAtMs', 'latitude')).toEqual([['went_offline', 60, start + 960_001, 58.4]]);
});

it('The next reading brings it back, and says how long it was silent', () => {
  const { online, events } = silence([driving(0), driving(60), driving(3_660)]);
  expect(online).toBe(true);
  expect(brief(events, 'durationSeconds')).toEqual([
    ['went_offline', 60, null],
    ['came_online', 3_660, 3_600],
  ]);
});

it('A parked vehicle that reports once a day is online, with or without an ignition', () => {
  const parked = (values: object) => [0, 24 * hours, 48 * hours].map((seconds) => reading(seconds, values));
  for (const values of [{ ignitionOn: false }, { speedKph: 0, eastM: 0 }, { ignitionOn: false, events: [] }]) {
    expect(silence(parked(values), { untilSeconds: 72 * hours })).toEqual({ online: true, events: [] });
    expect(silence(parked(values), { untilSeconds: 48 * hours + 90_001 }).online).toBe(false);
  }
});

it('A device of which nothing else is known has to report as one of a vehicle in use', () => {
  expect(silence([reading(0)], { untilSeconds: 901 }).online).toBe(false);
  expect(isOnline(initialState.connectivity)).toBe(false);
});

it("The thresholds are the organisation's", () => {
  const environment = environmentWith({ connectivity: { offlineAfterSeconds: 30, parkedOfflineAfterSeconds: 60 } });
  expect(brief(silence([driving(0)], { environment, untilSeconds: 31 }).events)).toEqual([['went_offline', 0]]);
  expect(silence([reading(0, { ignitionOn: false })], { environment, untilSeconds: 31 }).online).toBe(true);
  expect(silence([reading(0, { ignitionOn: false })], { environment, untilSeconds: 61 }).online).toBe(false);
});
