import { describe, expect, it } from 'vitest';
import { resourcesOf, textOf } from '../../scripts/terraform/hcl.ts';
import { folderOf } from './harness.ts';

describe('tables of the lake', () => {
  const tables = resourcesOf(folderOf('stack')).filter(({ type }) => type === 'google_bigquery_table');

  it('leave their key to the dataset, or Terraform would replace them, with all that is in them', () => {
    expect(tables.map(({ name }) => name).sort()).toEqual(['telemetry_messages', 'telemetry_readings']);
    for (const { name, block } of tables)
      expect(textOf(block.lifecycle), name).toMatch(/ignore_changes.*encryption_configuration/);
  });
});
