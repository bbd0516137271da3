import { readConfig } from '@wheelhouse/shared/config.ts';
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { fold, initialState } from '@wheelhouse/shared/domains/telematics/fold/fold.ts';
import type { Fences } from '@wheelhouse/shared/domains/telematics/fold/geofences/fences.ts';
import type { FoldReading } from '@wheelhouse/shared/domains/telematics/fold/reading.ts';
import { defaultRules } from '@wheelhouse/shared/domains/telematics/fold/rules.ts';
import { loadFences } from '@wheelhouse/shared/domains/telematics/geofences/loadFences.ts';
import type pg from 'pg';
import { median } from '../support/report.ts';
import { addTenant, readingsOf, vehicles } from './fleet.ts';

const rounds = 5;
const readingsEach = 200;

/** The time that the fold takes with 10,000 fences, over that with 20. */
export async function fences(client: pg.Client, appUrl: string): Promise<{ fences: number }> {
  const sets = { few: await fencesOf(client, appUrl, 20), many: await fencesOf(client, appUrl, 10_000) };
  const drives = Array.from({ length: vehicles }, (_, vehicle) => facts(vehicle));
  const measured = { few: [] as number[], many: [] as number[] };
  let events = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of ['few', 'many'] as const) {
      const environment = { fences: sets[name], rulesAt: () => defaultRules };
      const startedAt = performance.now();
      for (const [vehicle, readings] of drives.entries()) {
        fold(`00000000-0000-4000-8000-${String(vehicle).padStart(12, '0')}`, initialState, readings, environment, () => {
          events += 1;
        });
      }
      if (round > 0) measured[name].push(((performance.now() - startedAt) * 1000) / (vehicles * readingsEach));
    }
  }
  const [few, many] = [median(measured.few), median(measured.many)];
  console.log(
    `the fold takes ${few.toFixed(2)} µs a reading with 20 fences, ${many.toFixed(2)} µs with 10,000 (${events} derived rows in all)`,
  );
  return { fences: many / few };
}

async function fencesOf(client: pg.Client, appUrl: string, count: number): Promise<Fences> {
  const tenantId = await addTenant(client, count);
  const database = openDatabase({ connectionString: appUrl }, readConfig({}));
  try {
    return await withSystem(database, 'bench', async (tx) => {
      await tx.query(`select set_config('app.tenant_id', $1, true), set_config('role', 'fleet_admin', true)`, [tenantId]);
      return loadFences(tx);
    });
  } finally {
    await database.close();
  }
}

function facts(vehicle: number): FoldReading[] {
  const from = { startMs: Date.now() - 3_600_000 * 2, everySeconds: 10, first: 0, count: readingsEach };
  return readingsOf(vehicle, from).map(
    (reading, i): FoldReading => ({
      id: `00000000-0000-8000-8000-${String(i).padStart(12, '0')}`,
      atMs: Date.parse(reading.recordedAt),
      deviceId: `GPS-${vehicle}`,
      source: 'device',
      sequence: i,
      fix: reading.position as FoldReading['fix'],
      odometerKm: null,
      engineHours: null,
      ignitionOn: null,
      obd: null,
      events: [],
    }),
  );
}
