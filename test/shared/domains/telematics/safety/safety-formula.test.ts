import { behaviorEventTypes, severities } from '@wheelhouse/shared/domains/telematics/fold/derived.ts';
import { addedUp, type EventCounts } from '@wheelhouse/shared/domains/telematics/safety/counts.ts';
import { kindWeights, meanScore, scoreOf } from '@wheelhouse/shared/domains/telematics/safety/score.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const bySeverity = fc.record({ minor: fc.nat(30), moderate: fc.nat(20), severe: fc.nat(10) });
const counts: fc.Arbitrary<EventCounts> = fc.record({
  harsh_braking: bySeverity,
  harsh_acceleration: bySeverity,
  harsh_cornering: bySeverity,
  speeding: bySeverity,
  idle_excess: bySeverity,
});
const distance = fc.double({ min: 0, max: 2_000, noNaN: true });
const event = fc.record({ type: fc.constantFrom(...behaviorEventTypes), severity: fc.constantFrom(...severities) });

function of(
  events: readonly { type: (typeof behaviorEventTypes)[number]; severity: (typeof severities)[number] }[],
): EventCounts {
  const sum = addedUp([]);
  for (const { type, severity } of events) sum[type][severity] += 1;
  return sum;
}

describe('The safety score', () => {
  it('is what the document says', () => {
    expect(scoreOf(addedUp([]), 0)).toBe(100);
    // One minor braking in 100 km: 1 point. 100 × exp(-1 / 20).
    expect(scoreOf(of([{ type: 'harsh_braking', severity: 'minor' }]), 100)).toBe(95.12);
    // Severe speeding and moderate cornering in 200 km: (6 + 0.8 × 3) / 2 points per 100 km.
    const two = of([
      { type: 'speeding', severity: 'severe' },
      { type: 'harsh_cornering', severity: 'moderate' },
    ]);
    expect(scoreOf(two, 200)).toBe(81.06);
    expect(scoreOf(of([{ type: 'idle_excess', severity: 'severe' }]), 100), 'idling endangers nobody').toBe(100);
  });

  it('counts less than ten kilometres as ten', () => {
    const one = of([{ type: 'harsh_braking', severity: 'minor' }]);
    expect(scoreOf(one, 0.5)).toBe(scoreOf(one, 10));
    expect(scoreOf(one, 10)).toBe(60.65);
  });

  it('is always between 0 and 100', () => {
    fc.assert(
      fc.property(counts, distance, (given, km) => {
        const score = scoreOf(given, km);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('is never higher with one event more, and never lower with one that is less bad', () => {
    fc.assert(
      fc.property(counts, distance, event, (given, km, { type, severity }) => {
        const more = addedUp([given, of([{ type, severity }])]);
        const milder = addedUp([given, of([{ type, severity: 'minor' }])]);
        expect(scoreOf(more, km)).toBeLessThanOrEqual(scoreOf(given, km));
        expect(scoreOf(milder, km)).toBeGreaterThanOrEqual(scoreOf(more, km));
        if (kindWeights[type] > 0 && scoreOf(given, km) > 1 && km > 10 && km < 200)
          expect(scoreOf(more, km)).toBeLessThan(scoreOf(given, km));
      }),
    );
  });

  it('is never lower when more was driven with the same events', () => {
    fc.assert(fc.property(counts, distance, distance, (given, km, more) => scoreOf(given, km + more) >= scoreOf(given, km)));
  });

  it('does not depend on the order of events', () => {
    fc.assert(
      fc.property(fc.array(event), fc.infiniteStream(fc.nat()), distance, (events, keys, km) => {
        const shuffled = events.map((one) => ({ one, key: keys.next().value as number })).sort((a, b) => a.key - b.key);
        expect(scoreOf(of(shuffled.map(({ one }) => one)), km)).toBe(scoreOf(of(events), km));
      }),
    );
  });
});

describe('The score of several days', () => {
  const day = fc.record({ score: fc.double({ min: 0, max: 100, noNaN: true }), distanceKm: distance });

  it('lies between the best and the worst day, whatever their order, and weighs days by distance', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1 }), (days) => {
        const mean = meanScore(days);
        const driven = days.filter(({ distanceKm }) => distanceKm > 0).map(({ score }) => score);
        expect(mean === null).toBe(driven.length === 0);
        if (mean === null) return;
        expect(mean).toBeGreaterThanOrEqual(Math.min(...driven) - 0.01);
        expect(mean).toBeLessThanOrEqual(Math.max(...driven) + 0.01);
        expect(meanScore(days.toReversed())).toBeCloseTo(mean, 1);
      }),
    );
    expect(
      meanScore([
        { score: 100, distanceKm: 300 },
        { score: 60, distanceKm: 100 },
        { score: 0, distanceKm: 0 },
      ]),
    ).toBe(90);
    expect(meanScore([])).toBeNull();
  });
});
