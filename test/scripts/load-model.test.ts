import { readFileSync } from 'node:fs';
import { expireAudit } from '@wheelhouse/shared/domains/operations/jobs/expireAudit.ts';
import { purgeEvents } from '@wheelhouse/shared/domains/operations/jobs/purgeEvents.ts';
import { purgeJobHistory } from '@wheelhouse/shared/domains/operations/jobs/purgeJobHistory.ts';
import { retentionDays } from '@wheelhouse/shared/domains/telematics/message/index.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behaviour, usage } from '../../scripts/load-model/assumptions.ts';
import { connectionsAnInstance, poolOf, poolsOfFunctions } from '../../scripts/load-model/connections.ts';
import { costOf, primariesFor } from '../../scripts/load-model/cost.ts';
import { withTables } from '../../scripts/load-model/document.ts';
import { bytes, count, dollars } from '../../scripts/load-model/format.ts';
import { busyCores, connectionsFor, loadOf, storedBytes } from '../../scripts/load-model/load.ts';
import { asBuilt, tuned } from '../../scripts/load-model/mode.ts';
import { limits, prices } from '../../scripts/load-model/prices.ts';
import { saturations } from '../../scripts/load-model/saturation.ts';
import { sizes } from '../../scripts/load-model/tables.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const total = (costs: Record<string, number>) => Object.values(costs).reduce((sum, each) => sum + each, 0);
const fleets = fc.integer({ min: 1, max: 400_000 }).map((tenants) => tenants * usage.vehiclesATenant.value);

describe('docs/scale.md', () => {
  it('holds the tables of today; npm run load-model -- --write puts them there', () => {
    expect(read('docs/scale.md')).toBe(withTables(read('docs/scale.md')));
  });

  it('cannot name a table that there is not', () => {
    expect(() => withTables('<!-- load-model:weather -->\n<!-- /load-model -->')).toThrow(/no table weather; there are usage/);
  });

  it('cannot leave out a table', () => {
    expect(() => withTables(read('docs/scale.md').replace('load-model:cost', 'cost'))).toThrow(/no place for cost/);
  });
});

describe('the load model', () => {
  it('adds up a day of a thousand vehicles as one does by hand', () => {
    const load = loadOf(1_000);
    // Three hours of a reading each 10 s, six a message, and 21 hours of one each 15 minutes.
    expect(load.readingsADay).toBe(1_000 * (1_080 + 84));
    expect(load.messagesADay).toBe(1_000 * (180 + 84));
    expect(load.engineRowsADay).toBe(1_000 * 180);
    // 350 that drive and 650 that are parked.
    expect(load.readingsASecond).toBeCloseTo(35 + 650 / 900, 9);
    expect(load.tenants).toBe(20);
    expect(load.requestsADay).toBe(75_000);
    expect(load.jobRunsADay).toBe(20 * behaviour.jobRuns.value);
    expect(storedBytes(load, asBuilt).readings).toBe(
      (1_164_000 * behaviour.positionBytes.value + 180_000 * behaviour.engineBytes.value) * 415,
    );
  });

  it('asks of twice the vehicles twice of everything', () => {
    fc.assert(
      fc.property(fleets, (vehicles) => {
        const [once, twice] = [loadOf(vehicles), loadOf(2 * vehicles)];
        for (const key of Object.keys(once) as (keyof typeof once)[]) expect(twice[key] / once[key]).toBeCloseTo(2, 9);
        expect(storedBytes(twice, asBuilt).total / storedBytes(once, asBuilt).total).toBeCloseTo(2, 9);
        expect(busyCores(twice).server / busyCores(once).server).toBeCloseTo(2, 9);
      }),
    );
  });

  it('never needs more in the mean than in the busiest minute', () => {
    const load = loadOf(100_000);
    expect(load.readingsADay / 86_400).toBeLessThan(load.readingsASecond);
    expect(load.messagesADay / 86_400).toBeLessThan(load.messagesASecond);
    expect(load.requestsADay / 86_400).toBeLessThan(load.requestsASecond);
    expect(load.eventsADay / 86_400).toBeLessThan(load.eventsASecond);
  });

  it('gives every primary no more than its limits allow', () => {
    fc.assert(
      fc.property(fleets, fc.constantFrom(asBuilt, tuned), (vehicles, mode) => {
        const load = loadOf(vehicles);
        const { primaries, coresEach } = primariesFor(load, mode);
        expect(storedBytes(load, mode).total / 2 ** 30 / primaries).toBeLessThanOrEqual(limits.shardGib.value);
        expect(load.walBytesASecond / primaries).toBeLessThanOrEqual(limits.shardWal.value);
        expect(coresEach).toBeLessThanOrEqual(limits.shardCores.value);
        expect(busyCores(load).server).toBeLessThanOrEqual(primaries * coresEach * limits.fullness.value);
      }),
    );
  });

  it('finds for each component the vehicles with which it is full', () => {
    const vehiclesOf = (component: string) => {
      const found = saturations().find((saturation) => saturation.component === component);
      if (!found) throw new Error(`${component} has no limit.`);
      return loadOf(found.vehicles);
    };
    expect(vehiclesOf('write-ahead log of one primary').walBytesASecond).toBeCloseTo(limits.shardWal.value, 3);
    expect(storedBytes(vehiclesOf('disk of one primary, tuned'), tuned).total / 2 ** 30).toBeCloseTo(limits.shardGib.value, 1);
    expect(busyCores(vehiclesOf('telemetry-ingest')).ingest).toBeCloseTo(poolOf('telemetry-ingest').maxInstances / 2, 6);
    expect(vehiclesOf('Cloud KMS').kmsAMinute).toBeCloseTo(limits.kmsAMinute.value, 0);
    expect(connectionsFor(vehiclesOf('connections of one primary'))).toBeCloseTo(limits.backendConnections.value, -1);
  });

  it('names the components in the order in which they are full', () => {
    const vehicles = saturations().map((saturation) => saturation.vehicles);
    expect(vehicles).toEqual(vehicles.toSorted((one, other) => one - other));
  });

  it('costs less tuned than as built, and less a vehicle the more there are', () => {
    const [small, ...larger] = sizes.map((vehicles) => total(costOf(loadOf(vehicles), tuned)) / vehicles);
    for (const each of larger) expect(each).toBeLessThan(small as number);
    for (const vehicles of sizes)
      expect(total(costOf(loadOf(vehicles), tuned))).toBeLessThan(total(costOf(loadOf(vehicles), asBuilt)));
  });

  it('charges telemetry for being published and for being delivered', () => {
    const load = loadOf(10_000_000);
    const tib = ((load.telemetryBytesADay + load.eventsADay * behaviour.eventBytes.value) * 30) / 2 ** 40;
    expect(costOf(load, asBuilt)['Pub/Sub']).toBeCloseTo(tib * 80, 6);
  });
});

describe('what the model takes for given', () => {
  it('is a number with a unit and a source', () => {
    for (const { is, value, unit, source } of Object.values({ ...usage, ...behaviour, ...prices, ...limits })) {
      expect({ is, positive: value > 0 }).toEqual({ is, positive: true });
      expect(unit.length * source.length).toBeGreaterThan(0);
    }
  });

  it('has the retention and the schedule of the product', () => {
    expect(asBuilt.factDays).toBe(retentionDays);
    const kept = [purgeEvents, purgeJobHistory, expireAudit].map(({ parameters }) => parameters.parse({}));
    const { eventDays, jobHistoryDays, auditDays } = behaviour;
    expect(kept).toEqual([eventDays, jobHistoryDays, auditDays].map(({ value }) => ({ keepDays: value })));
    const jobs = [...read('sql/functions/seed_jobs.sql').matchAll(/''(interval|cron)'', (?:null, (\d+)|''\d+ \d+ \* \* \*'')/g)];
    const runs = jobs.reduce((sum, [, type, minutes]) => sum + (type === 'cron' ? 1 : 1_440 / Number(minutes)), 0);
    expect(jobs).toHaveLength(read('sql/functions/seed_jobs.sql').split("($1, ''").length - 1);
    expect(behaviour.jobRuns.value).toBe(runs);
  });

  it('has the connections that the function.yaml files allow', () => {
    expect(connectionsAnInstance).toBe(4);
    for (const { maxInstances, connections } of poolsOfFunctions()) expect(connections).toBeGreaterThanOrEqual(maxInstances);
    expect(poolsOfFunctions().map(({ name }) => name)).toContain('telemetry-ingest');
    expect(() => poolOf('weather')).toThrow(/no function weather/);
  });
});

describe('figures', () => {
  it('have three digits that count and a unit', () => {
    expect([count(0.00383), count(999.7), count(1_164_000), count(26_400_000)]).toEqual(['0.00383', '1 k', '1.16 M', '26.4 M']);
    expect([bytes(1_023.9), bytes(6.5 * 2 ** 40)]).toEqual(['1 KiB', '6.5 TiB']);
    expect([dollars(0.238), dollars(23_912), dollars(0)]).toEqual(['0.24', '24,000', '0']);
  });
});
