import type { Place } from '@wheelhouse/shared/domains/telematics/geo/haversine.ts';
import { deviationFrom } from '@wheelhouse/shared/domains/telematics/routes/deviation.ts';
import {
  beginTracking,
  type Fix,
  type FollowedRoute,
  follow,
  isDeviated,
} from '@wheelhouse/shared/domains/telematics/routes/follow.ts';
import { outlook, statusesOf } from '@wheelhouse/shared/domains/telematics/routes/outlook.ts';
import type { RouteStop } from '@wheelhouse/shared/domains/telematics/routes/stops.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const metresPerDegree = 111_195;
/** A place some metres east and north of the depot, at the equator, where both degrees are alike. */
const at = (east: number, north = 0, longitude = 10): Place => ({
  latitude: north / metresPerDegree,
  longitude: longitude + east / metresPerDegree,
});
const depot = at(0);
const stops = [at(10_000), at(20_000), at(30_000)];
const route: FollowedRoute = {
  stops,
  destination: depot,
  way: { line: [depot, ...stops, depot], straight: false },
  arrivalRadiusM: 100,
  maxDeviationM: 500,
};

const minutes = (count: number) => count * 60_000;
const fix = (place: Place, minute: number, speedKph: number | null = 0): Fix => ({
  ...place,
  id: String(minute),
  atMs: minutes(minute),
  speedKph,
});
const followAll = (fixes: Fix[], of: FollowedRoute = route) =>
  fixes.reduce((tracking, one) => follow(of, tracking, one), beginTracking(of));
const planned = (place: Place, order: number, values: Partial<RouteStop> = {}): RouteStop => ({
  ...place,
  id: `stop-${order}`,
  order,
  serviceDurationMinutes: 10,
  plannedArrivalAt: null,
  plannedDepartureAt: null,
  estimatedArrivalAt: null,
  actualArrivalAt: null,
  actualDepartureAt: null,
  status: 'planned',
  ...values,
});

describe('Following a vehicle along its stops', () => {
  it('sees it arrive when it halts near a stop, as of when it came near, and leave when it is well away', () => {
    const tracking = followAll([
      fix(at(9_000), 1, 50),
      fix(at(9_950), 2, 30),
      fix(at(10_010), 3, 0),
      fix(at(10_120), 8, 4),
      fix(at(10_400), 9, 30),
    ]);
    expect(tracking.visits[0]).toEqual({ enteredAtMs: minutes(2), arrivedAtMs: minutes(2), departedAtMs: minutes(9) });
    expect(statusesOf(tracking)).toEqual(['done', 'planned', 'planned']);
  });

  it('takes driving by for no visit, and staying for a minute for one, whatever the speed', () => {
    expect(statusesOf(followAll([fix(at(9_950), 1, 50), fix(at(10_050), 1.2, 50)]))[0]).toBe('planned');
    expect(statusesOf(followAll([fix(at(9_950), 1, 20), fix(at(10_050), 2, 20)]))[0]).toBe('arrived');
    expect(statusesOf(followAll([fix(at(9_950), 1, null)]))[0]).toBe('arrived');
  });

  it('misses a stop once a later one is reached, until the vehicle comes back for it', () => {
    const there = [fix(at(20_000), 5)];
    expect(statusesOf(followAll(there))).toEqual(['missed', 'arrived', 'planned']);
    expect(statusesOf(followAll([...there, fix(at(10_000), 20)]))).toEqual(['arrived', 'done', 'planned']);
  });

  it('ends at the destination after the last stop, not when it passes there before', () => {
    const before = [fix(depot, 0), fix(at(10_000), 10), fix(depot, 20)];
    expect(followAll(before).endedAtMs).toBeNull();
    const all = [...before, fix(at(30_000), 40), fix(at(5_000), 60, 60), fix(depot, 70)];
    const tracking = followAll([...all, fix(at(50_000), 200)]);
    expect(tracking.endedAtMs).toBe(minutes(70));
    expect(statusesOf(tracking)).toEqual(['done', 'missed', 'done']);
  });

  it('ends without a destination once every stop was left', () => {
    const open = { ...route, destination: null };
    const visited = stops.flatMap((stop, index) => [
      fix(stop, index * 10),
      fix(at(10_000 * (index + 1) + 1_000), index * 10 + 5, 50),
    ]);
    expect(followAll(visited.slice(0, -1), open).endedAtMs).toBeNull();
    expect(followAll(visited, open).endedAtMs).toBe(minutes(25));
  });

  it('holds a vehicle deviated after two minutes beyond the limit, and no longer once it is back', () => {
    const off = [fix(at(5_000, 800), 1, 50), fix(at(5_500, 900), 2, 50)];
    expect(isDeviated(followAll(off))).toBe(false);
    const longer = [...off, fix(at(6_000, 700), 3, 50)];
    expect(isDeviated(followAll(longer))).toBe(true);
    expect(followAll(longer)).toMatchObject({ offSinceMs: minutes(1) });
    expect(followAll(longer).maxDeviationM).toBeCloseTo(900, 0);
    expect(isDeviated(followAll([...longer, fix(at(6_500, 100), 4, 50)]))).toBe(false);
  });

  it('says the same whether fixes come at once or are followed on from what was stored', () => {
    const fixes = fc
      .array(
        fc.record({
          east: fc.integer({ min: -500, max: 31_000 }),
          north: fc.constantFrom(0, 0, 90, 700),
          speedKph: fc.constantFrom(null, 0, 40),
        }),
        { maxLength: 40 },
      )
      .map((all) => all.map(({ east, north, speedKph }, minute) => fix(at(east, north), minute, speedKph)));
    fc.assert(
      fc.property(fixes, fc.nat(40), (all, cut) => {
        const stored = JSON.parse(JSON.stringify(followAll(all.slice(0, cut))));
        expect(all.slice(cut).reduce((tracking, one) => follow(route, tracking, one), stored)).toEqual(followAll(all));
      }),
    );
  });
});

describe('The distance from the planned way', () => {
  it('is that to its nearest line, on either side of the antimeridian', () => {
    for (const longitude of [10, 179.95]) {
      const way = { line: [at(0, 0, longitude), wrap(at(20_000, 0, longitude))], straight: false };
      expect(deviationFrom(way, wrap(at(15_000, 400, longitude))).deviationM).toBeCloseTo(400, 0);
      expect(deviationFrom(way, wrap(at(20_300, 400, longitude))).deviationM).toBeCloseTo(500, 0);
    }
  });

  it('leaves room for roads where the way is drawn straight from stop to stop', () => {
    const line = [at(0), at(20_000)];
    const place = at(10_000, 9_000);
    expect(deviationFrom({ line, straight: true }, place)).toMatchObject({ beyondM: 0 });
    expect(deviationFrom({ line, straight: false }, place).beyondM).toBeCloseTo(9_000, 0);
  });
});

describe('The outlook', () => {
  const driven = { stops: stops.map((stop, index) => planned(stop, index + 1)), origin: depot, destination: depot };

  it('drives from where the vehicle is over the remaining stops, waits for windows and serves', () => {
    const opens = new Date(minutes(60)).toISOString();
    const windowed = { ...driven, stops: driven.stops.with(1, planned(stops[1]!, 2, { timeWindow: { from: opens } })) };
    const tracking = followAll([fix(at(10_000), 10), fix(at(10_500), 20, 50)]);
    const ahead = outlook(windowed, tracking, minutes(20), () => ({ metres: 10_000, seconds: 600 }));
    expect(ahead.stops.map(({ status }) => status)).toEqual(['done', 'planned', 'planned']);
    expect(ahead.stops.map(({ estimatedArrivalAt }) => Date.parse(estimatedArrivalAt!) / 60_000)).toEqual([10, 30, 80]);
    expect(ahead.estimatedEndAtMs).toBe(minutes(100));
    expect(ahead.remainingM).toBe(30_000);
  });

  it('counts the service that is still due where the vehicle is', () => {
    const tracking = followAll([fix(at(10_000), 10), fix(at(10_010), 16)]);
    const ahead = outlook(driven, tracking, minutes(16), () => ({ metres: 1, seconds: 600 }));
    expect(ahead.stops.map(({ estimatedArrivalAt }) => Date.parse(estimatedArrivalAt!) / 60_000)).toEqual([10, 30, 50]);
  });

  it('takes a silent vehicle to have gone on, but nowhere to have arrived already', () => {
    const tracking = followAll([fix(at(5_000), 1, 50)]);
    const ahead = outlook(driven, tracking, minutes(30), () => ({ metres: 1, seconds: 600 }));
    expect(ahead.stops.map(({ estimatedArrivalAt }) => Date.parse(estimatedArrivalAt!) / 60_000)).toEqual([30, 50, 70]);
  });
});

function wrap({ latitude, longitude }: Place): Place {
  return { latitude, longitude: longitude > 180 ? longitude - 360 : longitude };
}
