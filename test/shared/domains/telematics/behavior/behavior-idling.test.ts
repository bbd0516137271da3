import { describe, expect, it } from 'vitest';
import { at, environmentWith, eventsOf, reading, type Values } from './support.ts';

const standing = (minutes: number, values: Values = {}) => reading(minutes * 60, { speedKph: 0, ignitionOn: true, ...values });
const driving = (minutes: number, eastM = 2_000) => reading(minutes * 60, { speedKph: 50, ignitionOn: true, eastM });

describe('Idling', () => {
  it('is reported when it becomes excessive and completed when it ends, as one event', () => {
    const soFar = [driving(0, 0), standing(1), standing(3), standing(5)];
    expect(eventsOf(soFar, environmentWith(), 59)).toEqual([]);
    const [open] = eventsOf(soFar, environmentWith(), 60);
    expect(open).toMatchObject({
      eventType: 'idle_excess',
      severity: 'minor',
      recordedAtMs: at(60),
      detectedAtMs: at(360),
      durationSeconds: null,
      latitude: 58.4,
    });
    const ended = eventsOf([...soFar, standing(9), standing(15), driving(18)]);
    expect(ended).toEqual([{ ...open, durationSeconds: 17 * 60, severity: 'moderate' }]);
  });

  it('ends when the engine is switched off', () => {
    const events = eventsOf([
      standing(0),
      standing(10),
      standing(20),
      standing(31),
      reading(1_900, { speedKph: 0, ignitionOn: false }),
    ]);
    expect(events).toMatchObject([{ durationSeconds: 1_900, severity: 'severe' }]);
  });

  it('is not standing with the engine off, or an unknown engine, or a short stop', () => {
    expect(eventsOf([standing(0, { ignitionOn: false }), standing(10, { ignitionOn: null })])).toEqual([]);
    expect(eventsOf([standing(0, { ignitionOn: null }), standing(10, { ignitionOn: null })])).toEqual([]);
    expect(eventsOf([standing(0), driving(4), standing(5), driving(9), standing(9.5, { ignitionOn: false })])).toEqual([]);
  });

  it('knows a running engine by its revolutions', () => {
    const engine = { eastM: null, ignitionOn: null, speedKph: null, obd: { rpm: 800, speedKph: 0 } };
    const off = { ...engine, obd: { rpm: 0, speedKph: 0 } };
    expect(eventsOf([standing(0, engine), standing(4, engine), standing(8, off)])).toMatchObject([
      { durationSeconds: 480, latitude: null },
    ]);
  });

  it('goes on through one wrong speed, and through readings that say no speed', () => {
    const readings = [
      standing(0),
      standing(2, { speedKph: 9 }),
      standing(3),
      standing(4, { eastM: null, speedKph: null }),
      standing(7),
      driving(8),
    ];
    expect(eventsOf(readings)).toMatchObject([{ recordedAtMs: at(0), detectedAtMs: at(300), durationSeconds: 480 }]);
  });

  it('is not certain while a movement is doubted', () => {
    const doubted = [standing(0), standing(4.9, { speedKph: 9 })];
    expect(eventsOf(doubted)).toEqual([]);
    expect(eventsOf([...doubted, standing(5.1, { speedKph: 9 })])).toEqual([]);
    expect(eventsOf([...doubted, standing(5.1)], environmentWith(), 0)).toMatchObject([
      { recordedAtMs: at(0), detectedAtMs: at(306) },
    ]);
  });

  it('ends in silence with what is known', () => {
    expect(eventsOf([standing(0), standing(8)], environmentWith(), 1_199)).toMatchObject([{ durationSeconds: null }]);
    expect(eventsOf([standing(0), standing(8)], environmentWith(), 1_200)).toMatchObject([{ durationSeconds: 480 }]);
    expect(eventsOf([standing(0)])).toMatchObject([{ durationSeconds: 300, detectedAtMs: at(300) }]);
  });

  it('becomes excessive when the tenant says', () => {
    const environment = environmentWith({ idleExcessMinutes: 2, idleModerateMinutes: 3, idleSevereMinutes: 4 });
    expect(eventsOf([standing(0), standing(2.5), driving(3.5)], environment)).toMatchObject([
      { detectedAtMs: at(120), severity: 'moderate' },
    ]);
    expect(() => environmentWith({ idleModerateMinutes: 31 })).toThrow(/idleModerateMinutes/);
  });
});
