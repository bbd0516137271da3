import { solve } from '@wheelhouse/shared/domains/telematics/routes/solver/solve.ts';
import { reasonOf } from '@wheelhouse/shared/domains/telematics/routes/solver/unservable.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broken, brokenBy, cheapestOrder, costOf, problemOf, problems } from './problems.ts';

const unlimited = { maxWeightKg: Number.POSITIVE_INFINITY, maxVolumeM3: Number.POSITIVE_INFINITY };
const anyTime = Number.POSITIVE_INFINITY;

describe('The solver', () => {
  it('serves every stop at most once and keeps windows, capacities and the time of return', async () => {
    await fc.assert(
      fc.asyncProperty(problems(12, 4), async (problem) => {
        expect(broken(problem, await solve(problem))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is never worse than the given order where that keeps all rules', async () => {
    await fc.assert(
      fc.asyncProperty(problems(9, 1), async (problem) => {
        const given = problem.stops.map((_, index) => index);
        fc.pre(brokenBy(problem, 0, given).length === 0);
        const { tours, unassigned } = await solve(problem);
        expect(unassigned).toEqual([]);
        expect(costOf(problem, tours)).toBeLessThanOrEqual(costOf(problem, [given]) + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('finds what trying every order of up to seven stops finds', async () => {
    let [same, tried] = [0, 0];
    await fc.assert(
      fc.asyncProperty(problems(7, 1), async (problem) => {
        const cheapest = cheapestOrder(problem);
        const { tours, unassigned } = await solve(problem);
        if (!cheapest) {
          expect(unassigned.length).toBeGreaterThan(0);
          return;
        }
        tried += 1;
        if (unassigned.length === 0 && costOf(problem, tours) <= cheapest.cost * (1 + 1e-6) + 0.01) same += 1;
      }),
      { numRuns: 80, seed: 1736 },
    );
    expect(tried).toBeGreaterThan(30);
    expect(same / tried).toBeGreaterThanOrEqual(0.98);
  });

  it('answers the same problem in the same way', async () => {
    await fc.assert(
      fc.asyncProperty(problems(15, 3), async (problem) => {
        expect(await solve(problem)).toEqual(await solve(problem));
      }),
      { numRuns: 15 },
    );
  });

  it('leaves a stop out only if the reason is true', async () => {
    await fc.assert(
      fc.asyncProperty(problems(8, 2), async (problem) => {
        for (const stop of (await solve(problem)).unassigned) {
          const alone = problem.vehicles.some((_, vehicle) => brokenBy(problem, vehicle, [stop]).length === 0);
          expect(reasonOf(problem, stop) === 'no_vehicle_left').toBe(alone);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('makes several tours where one vehicle cannot carry everything', async () => {
    const place = (east: number) => ({ latitude: 41.8, longitude: -87.6 + east });
    const problem = problemOf({
      places: [place(0.1), place(-0.1), place(0.11), place(-0.11), place(0)],
      stops: [{ weightKg: 500 }, { weightKg: 500 }, { weightKg: 500 }, { weightKg: 500 }],
      vehicles: Array.from({ length: 3 }, () => ({ ...unlimited, maxWeightKg: 1_000 })),
      criterion: 'shortest',
      returnByS: anyTime,
    });
    const { tours, unassigned } = await solve(problem);
    expect(unassigned).toEqual([]);
    expect(tours.map((tour) => tour.toSorted()).sort()).toEqual([[], [0, 2], [1, 3]]);
  });

  it('crosses the antimeridian instead of going around the world', async () => {
    const at = (longitude: number) => ({ latitude: -17.8, longitude });
    const problem = problemOf({
      places: [at(179.9), at(-179.7), at(179.7), at(-179.9), at(180)],
      stops: [{}, {}, {}, {}],
      vehicles: [unlimited],
      criterion: 'shortest',
      returnByS: anyTime,
    });
    const { tours } = await solve(problem);
    // 1.2 degrees to and fro at this latitude, on roads.
    expect(costOf(problem, tours)).toBeLessThan(180_000);
  });

  it('unloads the heavy things first where fuel counts, though not where the way does', async () => {
    const places = [
      { latitude: 41.9, longitude: -87.6 },
      { latitude: 41.9, longitude: -87.3 },
      { latitude: 41.6, longitude: -87.3 },
      { latitude: 41.6, longitude: -87.6 },
    ];
    const of = async (heavy: number, criterion: 'shortest' | 'fuel_efficient') => {
      const stops = [{}, {}, {}].map((_, index) => ({ weightKg: index === heavy ? 8_000 : 0 }));
      const { tours } = await solve(problemOf({ places, stops, vehicles: [unlimited], criterion, returnByS: anyTime }));
      return tours[0]!;
    };
    expect((await of(0, 'fuel_efficient'))[0]).toBe(0);
    expect((await of(2, 'fuel_efficient'))[0]).toBe(2);
    expect(await of(0, 'shortest')).toEqual(await of(2, 'shortest'));
  });

  it('waits less where time counts, and drives less where the way does', async () => {
    // Four stops around the depot: the third opens late, so the short round trip waits for it.
    const places = [
      { latitude: 41.9, longitude: -87.6 },
      { latitude: 41.9, longitude: -87.3 },
      { latitude: 41.6, longitude: -87.3 },
      { latitude: 41.6, longitude: -87.6 },
    ];
    const stops = [{ dueS: 30_000 }, { readyS: 14_000 }, { dueS: 30_000 }];
    const of = async (criterion: 'shortest' | 'fastest') => {
      const problem = problemOf({ places, stops, vehicles: [unlimited], criterion, returnByS: anyTime });
      const { tours } = await solve(problem);
      return {
        metres: costOf({ ...problem, criterion: 'shortest' }, tours),
        seconds: costOf({ ...problem, criterion: 'fastest' }, tours),
      };
    };
    const [short, fast] = [await of('shortest'), await of('fastest')];
    expect(fast.seconds).toBeLessThan(short.seconds);
    expect(fast.metres).toBeGreaterThan(short.metres);
  });

  it('has an answer for no stops and for no vehicles', async () => {
    const place = { latitude: 41.8, longitude: -87.6 };
    const none = problemOf({ places: [place], stops: [], vehicles: [unlimited], criterion: 'fastest', returnByS: anyTime });
    expect(await solve(none)).toEqual({ tours: [[]], unassigned: [] });
    const idle = problemOf({ places: [place, place], stops: [{}], vehicles: [], criterion: 'fastest', returnByS: anyTime });
    expect(await solve(idle)).toEqual({ tours: [], unassigned: [0] });
  });

  it('orders two hundred stops with windows for ten vehicles', async () => {
    let state = 1;
    const draw = (most: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return (state / 2_147_483_647) * most;
    };
    const places = Array.from({ length: 201 }, () => ({ latitude: 41.6 + draw(0.5), longitude: -88 + draw(0.5) }));
    const stops = Array.from({ length: 200 }, () => {
      const readyS = Math.floor(draw(20_000));
      return { readyS, dueS: readyS + 7_200, serviceS: 300, weightKg: 50 };
    });
    const vehicles = Array.from({ length: 10 }, () => ({ ...unlimited, maxWeightKg: 1_500 }));
    const problem = problemOf({ places, stops, vehicles, criterion: 'fastest', returnByS: anyTime });
    const solution = await solve(problem);
    expect(broken(problem, solution)).toEqual([]);
    expect(solution.unassigned).toEqual([]);
  });
});
