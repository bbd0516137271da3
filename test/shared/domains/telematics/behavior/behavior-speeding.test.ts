import { describe, expect, it } from 'vitest';
import { at, drive, environmentWith, eventsOf, reading } from './support.ts';

const limit = (speedLimitKph: number, more: Record<string, unknown> = {}) => environmentWith({ speedLimitKph, ...more });
const speeding = (readings: Parameters<typeof eventsOf>[0], environment = limit(80), silenceSeconds = 3_600) =>
  eventsOf(readings, environment, silenceSeconds).filter((event) => event.eventType === 'speeding');

describe('Speeding', () => {
  it('is one event a stretch, with the highest speed, the limit, its beginning and how long it lasted', () => {
    const [event, ...more] = speeding(drive([79, 85, 92, 97, 99, 101, 97, 95, 88, 80, 80, 80], 5));
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      eventType: 'speeding',
      severity: 'moderate',
      recordedAtMs: at(10),
      durationSeconds: 25,
      speedKph: 101,
      speedLimitKph: 80,
      gForce: null,
      detectedBy: 'series',
    });
    // Slower for ten seconds: it is certain that the stretch has ended.
    expect(event?.detectedAtMs).toBe(at(45));
    expect(event?.longitude).toBeCloseTo(15.6 + ((79 + 85 + 92) * 5) / 3.6 / 58_300, 6);
  });

  it('is not what stays within the tolerance, or is too short, or knows no limit', () => {
    expect(speeding(drive(Array(20).fill(90), 5))).toEqual([]);
    expect(speeding(drive([80, 95, 95, 80, 80, 80, 80], 5), limit(80, { speedingMinSeconds: 6 }))).toEqual([]);
    expect(speeding(drive([80, 95, 95, 80, 80, 80, 80], 5), limit(80, { speedingMinSeconds: 5 }))).toHaveLength(1);
    expect(speeding(drive(Array(20).fill(180), 5), environmentWith())).toEqual([]);
  });

  it('is not one wrong speed, and one wrong speed neither ends it nor counts as its highest', () => {
    expect(speeding(drive([70, 70, 70, 140, 70, 70, 70]))).toEqual([]);
    const stretch = Array.from({ length: 30 }, (_, i) => (i === 10 ? 240 : i === 20 ? 20 : 100));
    expect(speeding(drive(stretch))).toMatchObject([{ speedKph: 100, durationSeconds: 29 }]);
  });

  it('ends in silence with the last that is known', () => {
    expect(speeding(drive([95, 96, 97], 60), limit(80), 179)).toEqual([]);
    expect(speeding(drive([95, 96, 97], 60), limit(80), 180)).toMatchObject([
      { durationSeconds: 120, detectedAtMs: at(120 + 180) },
    ]);
  });

  it.each([
    [91, 'minor'],
    [98, 'moderate'],
    [104, 'severe'],
  ])('at %i km/h where 80 are allowed is %s', (kph, severity) => {
    expect(speeding(drive(Array(10).fill(kph), 5))).toMatchObject([{ severity }]);
  });

  it('is also told by the distance between fixes that say no speed, when they are far enough apart', () => {
    const far = Array.from({ length: 6 }, (_, i) => reading(i * 30, { eastM: i * 900 }));
    expect(speeding(far)).toMatchObject([{ severity: 'severe', speedKph: expect.closeTo(108, 0) }]);
    const near = Array.from({ length: 60 }, (_, i) => reading(i, { eastM: i * 30 }));
    expect(speeding(near)).toEqual([]);
  });

  it('is told by the engine where there is no position', () => {
    const readings = Array.from({ length: 6 }, (_, i) => reading(i * 5, { eastM: null, obd: { speedKph: 100 } }));
    expect(speeding(readings)).toMatchObject([{ speedKph: 100, latitude: null }]);
  });
});
