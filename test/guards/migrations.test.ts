import { readSqlFiles } from '@wheelhouse/shared/db/migrate/index.ts';
import { expect, it } from 'vitest';
import { lintMigrations } from '../../scripts/lint-migrations/lint.ts';

const files = readSqlFiles();

it('New migrations hold no dangerous statements', async () => {
  expect(await lintMigrations(files)).toEqual([]);
});

it('The linter reads every migration that there is, and sees what is wrong with old ones', async () => {
  const findings = await lintMigrations(files, { platform: 0, tenant: 0 });
  expect(findings.filter((text) => text.includes(' syntax: '))).toEqual([]);
  expect(findings).toContainEqual(
    expect.stringMatching(/0060_telematics_fold\.sql:\d+ drop: drops the column app\.vehicle_state\.status/),
  );
});
