import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { layers } from '@wheelhouse/shared/domains/telematics/layers/index.ts';
import { boxesAround } from '@wheelhouse/shared/domains/telematics/layers/queries/boxes.ts';
import { candidatesSql, nearestSql } from '@wheelhouse/shared/domains/telematics/layers/queries/index.ts';
import { piecesOf } from '@wheelhouse/shared/domains/telematics/layers/queries/line.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';
import { asSystem, asUser, newSource } from './support.ts';

let own: OwnDatabase;
let tenantId: string;

beforeAll(async () => {
  own = await ownDatabase();
  ({ tenantId } = await own.newTenant());
  const source = await newSource(own.database, { layer: 'ev_charging_stations' });
  for (let from = 1; from <= 100_000; from += 10_000) {
    await asSystem(
      own.database,
      `insert into platform.ev_charging_stations (source_id, station_id, name, latitude, longitude, network)
       select $1, n, 'Station ' || n, degrees(asin(2 * ((n * 0.618033988749895) % 1) - 1)), ((n * 1.4142135623731) % 1) * 360 - 180, 'N' || n % 5
       from generate_series($2::integer, $2::integer + 9999) n`,
      [source.id, from],
    );
  }
  // As autovacuum does it: with the search path of nobody.
  await asAdmin(own.ownerUrl, async (client) => {
    await client.query(`set search_path = ''`);
    await client.query('analyze platform.ev_charging_stations');
  });
}, 120_000);
afterAll(() => own.close());

type Plan = { 'Node Type': string; 'Index Name'?: string; 'Actual Rows': number; 'Actual Loops': number; Plans?: Plan[] };

/** How PostgreSQL answers an ordinary user of a tenant. */
async function planOf([text, values]: [string, unknown[]]): Promise<Plan[]> {
  const [row] = await asUser(own.database, tenantId, `explain (analyze, timing off, format json) ${text}`, values);
  const all = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(all)];
  return all(row?.['QUERY PLAN'][0].Plan);
}

const florida = { latitude: 28.5, longitude: -81.4 };
const index = 'ev_charging_stations_place_idx';

describe('With 100,000 records and as a user under row security, the index on places answers', () => {
  it('what is nearest, reading hardly more rows than it answers', async () => {
    const plans = await planOf(nearestSql('ev_charging_stations', florida, 10));
    expect(plans.map((plan) => plan['Node Type'])).not.toContain('Seq Scan');
    const scans = plans.filter((plan) => plan['Index Name'] === index);
    expect(scans).toHaveLength(2);
    expect(scans.map((scan) => scan['Actual Rows']).every((rows) => rows < 40)).toBe(true);
  });

  it('what is within a distance', async () => {
    const plans = await planOf(
      nearestSql('ev_charging_stations', florida, 1_000, { radiusM: 200_000, filters: { network: 'n3' } }),
    );
    expect(plans.map((plan) => plan['Node Type'])).not.toContain('Seq Scan');
    expect(plans.some((plan) => plan['Index Name'] === index)).toBe(true);
  });

  it('what is along a line', async () => {
    const boxes = boxesAround(piecesOf([florida, { latitude: 40.7, longitude: -74 }], 10_000), 5_000, 20_000);
    const plans = await planOf(candidatesSql(layers.ev_charging_stations, boxes, {}));
    expect(boxes.length).toBeGreaterThan(50);
    expect(plans.map((plan) => plan['Node Type'])).not.toContain('Seq Scan');
    const scan = plans.find((plan) => plan['Index Name'] === index);
    expect(scan?.['Actual Loops']).toBe(boxes.length);
  });
});

describe('The tables of reference layers', () => {
  it('are the system’s: a user reads them through their views and writes nothing', async () => {
    await expect(asUser(own.database, tenantId, 'select id from platform.toll_plazas')).rejects.toThrow(/permission denied/);
    await expect(asUser(own.database, tenantId, 'select id from platform.layer_sources')).rejects.toThrow(/permission denied/);
    await expect(asUser(own.database, tenantId, 'delete from platform.toll_plaza_places')).rejects.toThrow(/permission denied/);
    const [row] = await asUser(own.database, tenantId, 'select count(*)::integer as n from platform.ev_charging_station_places');
    expect(row?.n).toBe(100_000);
  });
});
