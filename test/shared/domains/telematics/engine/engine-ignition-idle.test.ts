import { activeCodes, engineHours } from '@wheelhouse/shared/domains/telematics/fold/engine/component.ts';
import { expect, it } from 'vitest';
import { brief, environmentWith, foldOf, hours, minutes, reading, start } from './support.ts';

const online = environmentWith({ connectivity: { offlineAfterSeconds: 604_800, parkedOfflineAfterSeconds: 604_800 } });
const eventsOf = (...args: Parameters<typeof foldOf>) => foldOf(args[0], { environment: online, ...args[1] }).events;

it('A change of the ignition is an event, the first report is not, and how long it was on stands where it goes off', () => {
  const events = eventsOf([
    reading(0, { ignitionOn: false }),
    reading(60, { ignitionOn: true, eastM: 0 }),
    reading(90, { ignitionOn: true, eastM: 500 }),
    reading(120),
    reading(150, { ignitionOn: false }),
  ]);
  expect(brief(events, 'durationSeconds')).toEqual([
    ['ignition_on', 60, null],
    ['ignition_off', 150, 90],
  ]);
  expect(events[1]?.longitude).toBeCloseTo(15.6 + 500 / 58_300);
});

it('An ignition that was on from the start went off after a time that nobody knows', () => {
  const events = eventsOf([reading(0, { ignitionOn: true }), reading(60, { ignitionOn: false })]);
  expect(brief(events, 'durationSeconds')).toEqual([['ignition_off', 60, null]]);
});

const standing = (seconds: number) => reading(seconds, { ignitionOn: true, speedKph: 0, eastM: 0 });

it('Standing with the engine on for five minutes is idling, shown from then on, and ended by driving off', () => {
  const idling = [0, 60, 120, 180, 240, 300, 360].map(standing);
  expect(eventsOf(idling.slice(0, 5))).toEqual([]);
  const open = eventsOf(idling.slice(0, 6));
  expect(brief(open, 'durationSeconds', 'latitude')).toEqual([['idle', 0, null, 58.4]]);
  expect(open[0]?.detectedAtMs).toBe(start + 300_000);
  const ended = eventsOf([...idling, reading(390, { speedKph: 30, eastM: 100 })]);
  expect(ended).toEqual([{ ...open[0], durationSeconds: 390 }]);
});

it('Idling ends with the ignition', () => {
  const events = eventsOf([standing(0), standing(290), reading(310, { ignitionOn: false, eastM: 0 })]);
  expect(brief(events, 'durationSeconds')).toEqual([
    ['idle', 0, 310],
    ['ignition_off', 310, null],
  ]);
});

it('A jump of the receiver at rest does not end it, wheels that turn do', () => {
  const jumped = reading(200, { speedKph: 9, eastM: 15 });
  expect(brief(eventsOf([standing(0), standing(100), jumped, standing(400)]))).toEqual([['idle', 0]]);
  const turned = reading(200, { speedKph: 9, eastM: 15, obd: { speedKph: 9 } });
  expect(eventsOf([standing(0), standing(100), turned, standing(400)])).toEqual([]);
  const crept = [0, 100, 200, 300, 400].map((seconds) =>
    reading(seconds, { ignitionOn: true, speedKph: 3, eastM: seconds * 0.8 }),
  );
  expect(eventsOf(crept)).toEqual([]);
});

it('In silence idling ended with the last reading', () => {
  const idling = [0, 150, 300, 330].map(standing);
  expect(brief(eventsOf(idling, { untilSeconds: 930 }), 'durationSeconds')).toEqual([['idle', 0, null]]);
  expect(brief(eventsOf(idling, { untilSeconds: 931 }), 'durationSeconds')).toEqual([['idle', 0, 330]]);
  expect(eventsOf([standing(0), standing(601), standing(700)])).toEqual([]);
});

it('Where there is no ignition the revolutions say that the engine runs', () => {
  const at = (seconds: number) => reading(seconds, { speedKph: 0, eastM: 0, obd: { rpm: 750 } });
  expect(brief(eventsOf([at(0), at(300)]))).toEqual([['idle', 0]]);
  expect(eventsOf([reading(0, { speedKph: 0, eastM: 0 }), reading(300, { speedKph: 0, eastM: 0 })])).toEqual([]);
});

it('Hours are those reported and the time that the engine ran since, and none where none were ever reported', () => {
  const hoursAfter = (...readings: Parameters<typeof foldOf>[0]) => engineHours(foldOf(readings).state.engine);
  const reported = reading(0, { engineHours: 100, ignitionOn: true });
  expect(hoursAfter(reading(0, { ignitionOn: true }), reading(1_800))).toBeNull();
  expect(hoursAfter(reported, reading(1_800), reading(3_600, { ignitionOn: false }), reading(7_200))).toBe(101);
  expect(hoursAfter(reported, reading(1_800), reading(1_900, { engineHours: 100.4 }))).toBe(100.4);
  // After an hour of silence nobody knows.
  expect(hoursAfter(reported, reading(100 * hours))).toBe(101);
  expect(activeCodes(foldOf([reported]).state.engine)).toBeNull();
});

it('Panic, doors and inputs are passed on, harsh driving is not', () => {
  const events = eventsOf([
    reading(0, { eastM: 0, events: [{ type: 'panic' }, { type: 'harsh_braking', gForce: 0.6 }] }),
    reading(5 * minutes, { events: [{ type: 'input', name: 'ptoOn', value: 1 }, { type: 'door_open' }] }),
    reading(6 * minutes, { events: [{ type: 'door_closed', name: 'rear' }] }),
  ]);
  expect(brief(events, 'code', 'value', 'severity', 'longitude').sort()).toEqual(
    [
      ['panic', 0, null, null, 'severe', 15.6],
      ['input', 300, 'ptoOn', 1, null, 15.6],
      ['door_open', 300, null, null, null, 15.6],
      ['door_closed', 360, 'rear', null, null, 15.6],
    ].sort(),
  );
});
