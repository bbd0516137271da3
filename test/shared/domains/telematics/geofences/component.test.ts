import { settle } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import { geofences, insideOf, speedLimitInside } from '@wheelhouse/shared/domains/telematics/fold/geofences/component.ts';
import { createFences, type Fences, type FenceVersion } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import { circle } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/circle.ts';
import { polygon } from '@wheelhouse/shared/domains/telematics/fold/geofences/shapes/polygon.ts';
import type { FoldState } from '@wheelhouse/shared/domains/telematics/fold/state.ts';
import { distanceM } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { describe, expect, it } from 'vitest';
import { depot, eight, fence, fixAt, inWords, offset, rulesWith, run, vehicleId } from './support.ts';

const at = (eastM: number, northM = 0) => offset(depot, northM, eastM);
const yard = fence('yard');
const dueOf = (state: FoldState, fences: Fences) => geofences.dueMs?.(state.geofences, fences, state.last);

describe('Crossing a border', () => {
  it('is found between two fixes, with its time and place', () => {
    const { told, state } = run([yard], [fixAt(0, at(-500)), fixAt(60, at(0))]);
    expect(told).toMatchObject([
      { eventType: 'entry', geofenceId: 'yard', seconds: 36, detectedAtMs: eight + 60_000, dwellSeconds: null },
    ]);
    expect(distanceM(told[0]!, at(-200))).toBeLessThan(0.1);
    expect(insideOf(state.geofences)).toMatchObject([{ geofenceId: 'yard', enteredAtMs: eight + 36_000 }]);
  });

  it('is an entry and an exit where a vehicle drives through between two fixes', () => {
    const { told, state } = run([yard], [fixAt(0, at(-500)), fixAt(100, at(500))]);
    expect(inWords(told)).toEqual(['entry yard 30', 'exit yard 70']);
    expect(told[1]).toMatchObject({ dwellSeconds: 40, detectedAtMs: eight + 100_000 });
    expect(state.geofences.inside).toEqual([]);
  });

  it('leaves one fence before it enters the next', () => {
    const next = fence('a-next', { shape: circle(at(400), 200) });
    const { told } = run([next, yard], [fixAt(0, at(0)), fixAt(40, at(400))]);
    expect(inWords(told)).toEqual(['entry yard 0', 'exit yard 20', 'entry a-next 20']);
  });

  it('into the hole of a fence is an exit', () => {
    const ring = (halfM: number) => [
      at(-halfM, -halfM),
      at(halfM, -halfM),
      at(halfM, halfM),
      at(-halfM, halfM),
      at(-halfM, -halfM),
    ];
    const park = fence('park', {
      shape: polygon([ring(1_000), ring(300)].map((places) => places.map((p) => [p.longitude, p.latitude]))),
    });
    const { told } = run([park], [fixAt(0, at(-2_000)), fixAt(200, at(2_000))]);
    expect(inWords(told)).toEqual(['entry park 50', 'exit park 85', 'entry park 115', 'exit park 150']);
  });

  it('is not looked for on the way where fixes are too far apart in time', () => {
    const rules = rulesWith({ maxGapSeconds: 600 });
    const through = [fixAt(0, at(-500)), fixAt(601, at(500))];
    expect(run([yard], through, { rules }).told).toEqual([]);
    const into = [fixAt(0, at(-500)), fixAt(601, at(0)), fixAt(1_300, at(500))];
    expect(inWords(run([yard], into, { rules }).told)).toEqual(['entry yard 601', 'exit yard 1300']);
  });

  it('counts at the first fix of a vehicle that is inside', () => {
    expect(inWords(run([yard], [fixAt(0, at(10)), fixAt(10, at(20))]).told)).toEqual(['entry yard 0']);
  });
});

describe('What receivers are off by', () => {
  it('does not make a vehicle at the border come and go', () => {
    const wobble = [0, 8, -8, 9, -9, 4, -6].map((metres, index) => fixAt(index * 10, at(200 + metres)));
    const { told } = run([yard], [fixAt(-30, at(0)), ...wobble]);
    expect(inWords(told)).toEqual(['entry yard -30']);
  });

  it('delays what is certain, not when it happened', () => {
    const leaving = [fixAt(0, at(150)), fixAt(10, at(205)), fixAt(20, at(207)), fixAt(30, at(230))];
    const { told } = run([yard], leaving);
    expect(inWords(told)).toEqual(['entry yard 0', 'exit yard 9']);
    expect(told[1]).toMatchObject({ detectedAtMs: eight + 30_000, seconds: expect.closeTo(9.09, 1) });
  });

  it('forgets a crossing that was taken back', () => {
    const fixes = [fixAt(0, at(150)), fixAt(10, at(205)), fixAt(20, at(190)), fixAt(30, at(210)), fixAt(40, at(250))];
    expect(inWords(run([yard], fixes).told)).toEqual(['entry yard 0', 'exit yard 25']);
  });

  it('counts with the accuracy of the fix where that is worse than the rule', () => {
    const fixes = (accuracyM: number | null) => [fixAt(0, at(0)), fixAt(60, at(240), accuracyM)];
    expect(run([yard], fixes(50)).told).toHaveLength(1);
    expect(run([yard], fixes(30)).told).toHaveLength(2);
    expect(run([yard], fixes(null)).told).toHaveLength(2);
    expect(run([yard], fixes(null), { rules: rulesWith({ minHysteresisM: 60 }) }).told).toHaveLength(1);
  });

  it('does not hide a fence that is smaller than it', () => {
    const gate = fence('gate', { shape: circle(depot, 20) });
    const fixes = [fixAt(0, at(-300), 30), fixAt(30, at(0), 30), fixAt(60, at(40), 30), fixAt(90, at(300), 30)];
    expect(inWords(run([gate], fixes).told)).toEqual(['entry gate 28', 'exit gate 45']);
  });
});

describe('A stay', () => {
  const dock = fence('dock', { dwellMs: 10 * 60_000 });

  it('becomes a dwell once it was long enough, once', () => {
    const { told } = run([dock], [fixAt(0, at(-400)), fixAt(30, at(0)), fixAt(1_500, at(1)), fixAt(3_000, at(0))]);
    expect(inWords(told)).toEqual(['entry dock 15', 'dwell dock 615']);
    expect(told[1]).toMatchObject({ dwellSeconds: 600, detectedAtMs: told[1]!.recordedAtMs });
  });

  it('becomes a dwell although the vehicle is silent', () => {
    const fences = createFences([dock]);
    const { told, state } = run(fences, [fixAt(0, at(0))]);
    expect(dueOf(state, fences)).toBe(eight + 600_000);
    const rules = rulesWith();
    settle(vehicleId, state, eight + 599_999, { fences, rulesAt: () => rules }, () => expect.unreachable());
    const settled = settle(vehicleId, state, eight + 600_000, { fences, rulesAt: () => rules }, ({ table, row }) => {
      if (table === 'geofence_events') told.push({ ...row, seconds: 600 });
    });
    expect(inWords(told)).toEqual(['entry dock 0', 'dwell dock 600']);
    expect(inWords(run(fences, [fixAt(700, at(0))], { state: settled }).told)).toEqual([]);
  });

  it('does not become a dwell while the vehicle seems to have left, and does after all when it has not', () => {
    const seems = [fixAt(0, at(0)), fixAt(590, at(205))];
    const left = run([dock], [...seems, fixAt(700, at(300))]);
    expect(inWords(left.told)).toEqual(['entry dock 0', 'exit dock 576']);
    const stayed = run([dock], [...seems, fixAt(700, at(100))]);
    expect(inWords(stayed.told)).toEqual(['entry dock 0', 'dwell dock 600']);
    expect(stayed.told[1]).toMatchObject({ detectedAtMs: eight + 700_000 });
  });

  it('never ends before the dwell that was told', () => {
    const { told } = run([dock], [fixAt(0, at(0)), fixAt(550, at(0)), fixAt(700, at(3_000))]);
    expect(inWords(told)).toEqual(['entry dock 0', 'dwell dock 600', 'exit dock 600']);
  });
});

describe('A fence that changes', () => {
  const drawn = (seconds: number, values: Partial<FenceVersion> = {}) =>
    fence('yard', { validFromMs: eight + seconds * 1000, ...values });
  const until = (seconds: number, values: Partial<FenceVersion> = {}) =>
    fence('yard', { validToMs: eight + seconds * 1000, ...values });
  const parked = [fixAt(0, at(0)), fixAt(300, at(1))];

  it('is entered where a vehicle stands when it is drawn, at that moment', () => {
    const { told } = run([drawn(100)], parked);
    expect(inWords(told)).toEqual(['entry yard 100']);
    expect(told[0]).toMatchObject({ detectedAtMs: eight + 100_000, latitude: expect.closeTo(depot.latitude, 6) });
    const fences = createFences([drawn(100)]);
    expect(dueOf(run(fences, [fixAt(0, at(0))]).state, fences)).toBe(eight + 100_000);
    expect(dueOf(run(fences, [fixAt(0, at(5_000))]).state, fences)).toBeNull();
  });

  it('is left when it is not watched any more', () => {
    expect(inWords(run([until(100)], parked).told)).toEqual(['entry yard 0', 'exit yard 100']);
  });

  it('is left or entered by those who do not move when its border does', () => {
    const small = drawn(100, { shape: circle(at(500), 100) });
    expect(inWords(run([until(100), small], parked).told)).toEqual(['entry yard 0', 'exit yard 100']);
    const other = until(100, { shape: circle(at(500), 100) });
    expect(inWords(run([other, drawn(100)], parked).told)).toEqual(['entry yard 100']);
    expect(inWords(run([until(100), drawn(100, { alertOnExit: true })], parked).told)).toEqual(['entry yard 0']);
  });

  it('is forgotten without a word when it was deleted', () => {
    const { state } = run([yard], parked);
    const { told, state: after } = run([], [fixAt(400, at(1))], { state });
    expect(told).toEqual([]);
    expect(after.geofences.inside).toEqual([]);
  });

  it('counts as it was at the time of the reading', () => {
    const through = [fixAt(0, at(-500)), fixAt(100, at(500))];
    expect(run([until(-1)], through).told).toEqual([]);
    expect(run([drawn(101)], through).told).toEqual([]);
    expect(inWords(run([drawn(50)], through).told)).toEqual(['entry yard 50', 'exit yard 70']);
  });

  it('dwells by the time that is in force when it ends', () => {
    const before = until(100, { dwellMs: 3_600_000 });
    expect(inWords(run([before, drawn(100, { dwellMs: 60_000 })], parked).told)).toEqual(['entry yard 0', 'dwell yard 100']);
    expect(inWords(run([before, drawn(100, { dwellMs: 200_000 })], parked).told)).toEqual(['entry yard 0', 'dwell yard 200']);
  });
});

describe('An alert', () => {
  const weekdays = { timezone: 'Europe/Stockholm', hours: { monday: { open: '09:00', close: '10:30' } } };
  const through = (from: number) => [fixAt(from, at(-500)), fixAt(from + 100, at(500))];
  const alerts = (values: Partial<FenceVersion>, seconds = 0) =>
    run([fence('yard', values)], through(seconds)).told.map((one) => one.alert);

  it('is asked for by kind', () => {
    expect(alerts({})).toEqual([false, false]);
    expect(alerts({ alertOnEntry: true })).toEqual([true, false]);
    expect(alerts({ alertOnExit: true })).toEqual([false, true]);
  });

  it('is asked for at the times of the schedule, in its time zone; presence is not', () => {
    const both = { alertOnEntry: true, alertOnExit: true, schedule: weekdays };
    expect(alerts(both)).toEqual([true, true]);
    expect(alerts(both, 1_750)).toEqual([true, false]);
    expect(alerts(both, 3_600)).toEqual([false, false]);
    expect(alerts(both, 86_400)).toEqual([false, false]);
  });
});

it('The lowest limit of the fences around a vehicle is its speed limit', () => {
  const limits = (versions: FenceVersion[], eastM: number) => {
    const { state } = run(versions, [fixAt(0, at(eastM))]);
    return speedLimitInside(state.geofences, createFences(versions), eight);
  };
  const fences = [
    fence('city', { speedLimitKph: 50, shape: circle(depot, 900) }),
    fence('school', { speedLimitKph: 30 }),
    fence('x'),
  ];
  expect([limits(fences, 0), limits(fences, 500), limits(fences, 5_000), limits([yard], 0)]).toEqual([30, 50, null, null]);
});
