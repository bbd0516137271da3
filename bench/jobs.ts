// npm run bench -- jobs
// What the schedule of organisations costs that have nothing to do: runs a second of one worker, and the rows and bytes that a run leaves.
// docs/scale.md is calculated with these. Nothing is compared, so nothing has a limit.
import { readConfig } from '@wheelhouse/shared/config.ts';
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { allJobs } from '@wheelhouse/shared/domains/jobs.ts';
import { runDueJobs } from '@wheelhouse/shared/domains/operations/jobs/engine/index.ts';
import type { Services } from '@wheelhouse/shared/resource/services.ts';
import { tableSize } from './row-bytes/table-size.ts';
import { openBenchDatabase } from './support/database.ts';
import { report } from './support/report.ts';

const tenants = 1_000;
const rounds = 3;

const bench = await openBenchDatabase('jobs');
const config = readConfig({ DATABASE_URL: bench.appUrl });
const database = openDatabase({ connectionString: bench.appUrl }, config);
// The only job that runs asks its organisation for active routes; it needs nothing else.
const services = { database, config, clock: database.clock } as Services;

try {
  const figures: Record<string, number> = {};
  await asAdmin(bench.adminUrl, async (admin) => {
    await admin.query(
      `insert into platform.tenants (name, slug, status) select 'Bench ' || n, 'bench-' || n, 'active' from generate_series(1, $1::integer) n`,
      [tenants],
    );
    await admin.query(`select platform.seed_jobs('app', id) from platform.tenants`);
    await admin.query(`update app.scheduled_jobs set is_active = job_handler = 'telematics.routeProgress'`);
    await admin.query('update platform.scheduled_jobs set is_active = false');
    await admin.query('truncate audit.audit_log, app.domain_events');
    const startedAt = performance.now();
    let runs = 0;
    for (let round = 0; round < rounds; round += 1) {
      await admin.query('update app.scheduled_jobs set next_run_at = now() where is_active');
      await admin.query('truncate audit.audit_log');
      const { success } = await runDueJobs({ services, jobs: allJobs, budgetMs: 240_000, workerId: 'bench' });
      if (success !== tenants) throw new Error(`${success} of ${tenants} jobs ran.`);
      runs += success;
    }
    figures.runs_a_second = (runs * 1000) / (performance.now() - startedAt);
    const history = await tableSize(admin, 'app.job_execution_history');
    figures.history_bytes = history.bytesARow;
    const { rows } = await admin.query<{ n: number }>('select count(*)::integer as n from audit.audit_log');
    figures.audit_entries_a_run = (rows[0]?.n ?? 0) / tenants;
    if (figures.audit_entries_a_run > 0) figures.audit_entry_bytes = (await tableSize(admin, 'audit.audit_log')).bytesARow;
  });
  report('jobs', figures, {}, []);
} finally {
  await database.close();
  await bench.close();
}
