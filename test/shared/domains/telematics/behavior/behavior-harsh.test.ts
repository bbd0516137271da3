import { describe, expect, it } from 'vitest';
import { noObd } from '../fold-readings.ts';
import { at, drive, environmentWith, eventsOf, reading } from './support.ts';

describe('Harsh driving by the series of speeds', () => {
  it('is braking with the highest g-force of the manoeuvre, from where it began', () => {
    const events = eventsOf(drive([60, 60, 60, 58, 44, 26, 12, 10, 10, 10, 10]));
    expect(events).toMatchObject([
      {
        eventType: 'harsh_braking',
        severity: 'moderate',
        detectedBy: 'series',
        recordedAtMs: at(3),
        speedKph: 58,
        gForce: expect.closeTo(18 / 3.6 / 9.80665, 3),
        durationSeconds: null,
        speedLimitKph: null,
        latitude: expect.closeTo(58.4),
      },
    ]);
    // Settled when nothing could be added any more: 15 s after the reading that completed the last interval.
    expect(events[0]?.detectedAtMs).toBe(at(7 + 15));
  });

  it('is acceleration when the speed rises', () => {
    expect(eventsOf(drive([0, 0, 0, 13, 27, 40, 45, 46, 46]))).toMatchObject([
      { eventType: 'harsh_acceleration', severity: 'minor', recordedAtMs: at(2), gForce: expect.closeTo(14 / 3.6 / 9.80665, 3) },
    ]);
  });

  it('is measured over the interval that there was, long or short', () => {
    const speeds = [80, 80, 80, 20, 0, 0];
    expect(eventsOf(drive(speeds, 5))).toEqual([]);
    const [event] = eventsOf(drive(speeds, 3));
    expect(event).toMatchObject({ eventType: 'harsh_braking', gForce: expect.closeTo(60 / 3 / 3.6 / 9.80665, 3) });
    expect(eventsOf(drive(speeds, 6)), 'further apart than five seconds').toEqual([]);
    expect(eventsOf(drive([80, 79, 78, 79, 80, 78, 80, 79], 0.1)), 'ten a second').toEqual([]);
  });

  it('keeps its force when the speed before wavers', () => {
    expect(eventsOf(drive([60, 60, 62, 45, 45, 45]))).toMatchObject([{ gForce: expect.closeTo(15 / 3.6 / 9.80665, 3) }]);
  });

  it('is not told over a wrong speed where the others are more than five seconds apart', () => {
    expect(eventsOf(drive([160, 160, 200, 10, 10, 10], 4))).toEqual([]);
    expect(eventsOf(drive([160, 160, 200, 50, 50, 50], 2))).toHaveLength(1);
  });

  it.each([
    ['one speed that is too high', [50, 50, 50, 85, 50, 50, 50]],
    ['one speed that is too low', [80, 80, 80, 30, 80, 80, 80]],
    ['a zero of a device that lost its engine', [90, 90, 0, 90, 90, 90]],
    ['speeds that no tyre can follow', [20, 20, 20, 160, 160, 160, 20, 20, 20]],
    ['the noise of a receiver', [50, 53, 49, 52, 48, 51, 54, 50, 49]],
    ['stop and go', [0, 5, 12, 18, 14, 7, 0, 0, 6, 13, 15, 9, 3, 0, 0]],
    ['a wrong first speed', [20, 60, 60, 60, 60]],
    ['unknown speeds', [60, null, 40, null, 20, null, 0, 0]],
  ])('is not %s', (_what, speeds) => {
    expect(eventsOf(drive(speeds))).toEqual([]);
  });

  it('is not what two devices of one vehicle disagree about', () => {
    const receiver = drive([60, 60, 60, 60, 60, 60], 2);
    const dongle = drive([45, 45, 45, 45, 45, 45], 2, 1, { deviceId: 'OBD-9' });
    const both = [...receiver, ...dongle].sort((a, b) => a.atMs - b.atMs);
    expect(eventsOf(both)).toEqual([]);
  });

  it('is not what receiver and wheels of one device disagree about', () => {
    const speeds = [60, 60, 60, 60, 60, 60, 60, 60];
    const readings = speeds.map((speedKph, i) =>
      i % 2 === 0 ? reading(i, { speedKph, eastM: i * 16 }) : reading(i, { eastM: null, obd: { speedKph: 30 } }),
    );
    expect(eventsOf(readings)).toEqual([]);
  });

  it('is found in the speeds of the engine alone', () => {
    const readings = [70, 70, 70, 50, 30, 10, 0, 0].map((speedKph, i) => reading(i, { eastM: null, obd: { speedKph } }));
    expect(eventsOf(readings)).toMatchObject([
      { eventType: 'harsh_braking', severity: 'moderate', latitude: null, longitude: null },
    ]);
  });

  it('is the same when the engine reports its speed now and then beside the receiver', () => {
    const readings = drive([60, 60, 60, 58, 44, 26, 12, 10, 10, 10]);
    const [event] = eventsOf(readings);
    const both = readings.map((one, i) => (i % 3 === 1 ? { ...one, obd: { ...noObd, speedKph: 20 } } : one));
    expect(eventsOf(both)).toEqual([event]);
  });

  it('is not made of speeds that follow from positions', () => {
    const places = [0, 20, 40, 60, 60, 60, 60];
    expect(eventsOf(places.map((eastM, i) => reading(i, { eastM })))).toEqual([]);
  });

  it('does not depend on a second reading of the same millisecond', () => {
    const readings = drive([60, 60, 60, 58, 44, 26, 12, 10, 10, 10]);
    const doubled = readings.flatMap((one) => [one, { ...one, id: one.id.replace(/0000(?=-8000)/, '0001') }]);
    expect(eventsOf(doubled)).toEqual(eventsOf(readings));
  });
});

describe('Harsh cornering by the series of headings', () => {
  const corner = (headings: readonly number[], speedKph: number) =>
    headings.map((headingDeg, i) => reading(i, { headingDeg, speedKph, eastM: (i * speedKph) / 3.6 }));

  it('is speed times rate of turn, also across north', () => {
    const g = (50 / 3.6) * ((20 * Math.PI) / 180 / 9.80665);
    for (const headings of [
      [90, 90, 90, 110, 130, 150, 160, 160],
      [340, 340, 340, 0, 20, 40, 50, 50],
      [20, 20, 20, 0, 340, 320, 310, 310],
    ]) {
      expect(eventsOf(corner(headings, 50))).toMatchObject([
        { eventType: 'harsh_cornering', severity: 'minor', recordedAtMs: at(2), speedKph: 50, gForce: expect.closeTo(g, 3) },
      ]);
    }
  });

  it('is told by the slower of the two speeds', () => {
    const readings = [36, 36, 36, 46, 46, 46].map((speedKph, i) =>
      reading(i, { speedKph, headingDeg: i < 3 ? 90 : 120, eastM: i * 10 }),
    );
    expect(eventsOf(readings)).toMatchObject([{ speedKph: 36, gForce: expect.closeTo((10 * Math.PI) / 6 / 9.80665, 3) }]);
  });

  it('is neither the wandering heading of a slow vehicle nor one wrong heading', () => {
    expect(eventsOf(corner([0, 90, 180, 270, 30, 120, 200], 10))).toEqual([]);
    expect(eventsOf(corner([90, 90, 90, 150, 90, 90, 90], 60))).toEqual([]);
    expect(eventsOf(corner([90, 100, 110, 120, 130], 50)), 'an ordinary bend').toEqual([]);
  });
});

describe('What a device calls harsh', () => {
  it('is an event at once, with its own g-force and at least minor', () => {
    const readings = [
      reading(0, { speedKph: 50, events: [{ type: 'harsh_braking', gForce: -0.7 }] }),
      reading(60, { speedKph: 50, events: [{ type: 'harsh_cornering', gForce: 0.2 }] }),
      reading(120, { eastM: null, events: [{ type: 'harsh_acceleration' }] }),
    ];
    expect(eventsOf(readings, environmentWith(), 0)).toMatchObject([
      { eventType: 'harsh_braking', severity: 'severe', gForce: 0.7, detectedBy: 'device', detectedAtMs: at(0), speedKph: 50 },
      { eventType: 'harsh_cornering', severity: 'minor', gForce: 0.2 },
      { eventType: 'harsh_acceleration', severity: 'minor', gForce: null, latitude: 58.4, recordedAtMs: at(120) },
    ]);
  });

  it('is one event with what the series shows, by the word of the device', () => {
    const readings = drive([60, 60, 60, 58, 44, 26, 12, 10, 10, 10, 10]);
    for (const seconds of [2.5, 4.5, 9.5, 11]) {
      const device = reading(seconds, { eastM: null, events: [{ type: 'harsh_braking', gForce: 0.41 }] }, 7);
      const events = eventsOf([...readings, device].sort((a, b) => a.atMs - b.atMs));
      expect(events, `at ${seconds} s`).toMatchObject([
        { detectedBy: 'device', gForce: 0.41, severity: 'minor', recordedAtMs: at(seconds), detectedAtMs: at(seconds) },
      ]);
    }
  });

  it('takes its g-force from the series where the device says none', () => {
    const readings = drive([60, 60, 60, 58, 44, 26, 12, 10, 10, 10, 10]);
    for (const seconds of [3.5, 8.5]) {
      const device = reading(seconds, { eastM: null, events: [{ type: 'harsh_braking' }] }, 7);
      const events = eventsOf([...readings, device].sort((a, b) => a.atMs - b.atMs));
      expect(events, `at ${seconds} s`).toMatchObject([
        { detectedBy: 'device', gForce: expect.closeTo(0.51, 2), severity: 'moderate', recordedAtMs: at(seconds) },
      ]);
    }
  });

  it('is one manoeuvre with the highest force while reports follow each other, and two when they are apart', () => {
    const report = (seconds: number, gForce: number) => reading(seconds, { events: [{ type: 'harsh_braking', gForce }] });
    expect(eventsOf([report(0, 0.4), report(2, 0.6), report(6, 0.5)])).toMatchObject([{ gForce: 0.6, recordedAtMs: at(0) }]);
    expect(eventsOf([report(0, 0.4), report(6, 0.6)])).toMatchObject([{ gForce: 0.4 }, { gForce: 0.6 }]);
  });

  it('takes in what the series shows close to it rather than an earlier manoeuvre does', () => {
    const device = reading(13, { eastM: null, events: [{ type: 'harsh_braking', gForce: 0.5 }] }, 7);
    const readings = [...drive([150, 150, 150, 98, 98, 38, 38, 38, 38], 4, -8), device].sort((a, b) => a.atMs - b.atMs);
    expect(eventsOf(readings)).toMatchObject([
      { detectedBy: 'series', recordedAtMs: at(0), gForce: expect.closeTo(52 / 4 / 3.6 / 9.80665, 3) },
      { detectedBy: 'device', recordedAtMs: at(13), gForce: 0.5 },
    ]);
  });

  it('is judged by the thresholds of the tenant', () => {
    const readings = [reading(0, { events: [{ type: 'harsh_braking', gForce: 0.4 }] })];
    const severity = (brakingG: object) => eventsOf(readings, environmentWith({ brakingG }))[0]?.severity;
    expect(severity({ minor: 0.2, moderate: 0.3, severe: 0.4 })).toBe('severe');
    expect(severity({ minor: 0.2, moderate: 0.4, severe: 0.5 })).toBe('moderate');
    expect(
      eventsOf(
        drive([60, 60, 60, 58, 44, 26, 12, 10, 10]),
        environmentWith({ brakingG: { minor: 0.6, moderate: 0.7, severe: 0.8 } }),
      ),
    ).toEqual([]);
    expect(() => environmentWith({ brakingG: { minor: 0.9 } })).toThrow(/ascending/);
  });
});
