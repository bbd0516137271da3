import type pg from 'pg';
import { withSystem } from '../../../db/scope.ts';
import { conflict, invalidField } from '../../../errors.ts';
import { removeRows } from './copy.ts';
import { type Doors, requireOwner } from './doors.ts';
import { waitForHolders } from './locks.ts';
import { asOwner, copyingRows } from './owner.ts';
import { dropSchema } from './schemas.ts';
import { schemaNameOf } from './slug.ts';
import { inOrderOfRemoval, type PlacedTable, placedTables } from './tables.ts';
import { type By, findTenant, type Tenant } from './tenant.ts';

type Options = By & {
  /** Rows removed by one statement. */
  batchRows?: number;
  /** Called after each batch of a pooled tenant's rows. */
  onBatch?: (table: string, rows: number) => void | Promise<void>;
};

/**
 * Deletes a tenant and everything in its tables, its audit trail included. From the first moment it is unknown to everyone; the rows go
 * in batches. Asked again after a crash it goes on. Files in buckets are not touched.
 *
 * @param confirmation the slug, typed by whoever wants it
 * @throws invalid confirmation; conflict, when it is being moved
 */
export async function deleteTenant(doors: Doors, idOrSlug: string, confirmation: string, options: Options = {}): Promise<Tenant> {
  const owner = requireOwner(doors, 'Deleting a tenant');
  const tenant = await findTenant(doors, idOrSlug);
  if (confirmation !== tenant.slug) {
    throw invalidField(
      'confirm',
      `Is ${confirmation || 'empty'}; type the slug ${tenant.slug} to delete this tenant for good.`,
      'confirmation',
    );
  }
  await mark(doors, tenant, options);
  await asOwner(owner, 'delete a tenant', async (client) => {
    await waitForHolders(client, 'write', tenant.id, 60_000);
    await waitForHolders(client, 'read', tenant.id, 60_000);
    if (tenant.placement === 'dedicated') await dropSchema(client, tenant.schemaName);
    else await removeInBatches(client, tenant, await placedTables(), options);
    // An aborted move leaves an empty schema behind.
    await dropSchema(client, schemaNameOf(tenant.slug));
    // Its domains and accounts go with the row.
    await client.query('delete from platform.tenants where id = $1', [tenant.id]);
  });
  return { ...tenant, status: 'deleting' };
}

async function mark({ database }: Doors, { id, slug, schemaName }: Tenant, by: By): Promise<void> {
  const [marked] = await withSystem(
    database,
    'delete a tenant',
    (tx) =>
      tx.query(
        `update platform.tenants set status = 'deleting' where id = $1 and schema_name = $2 and status <> 'moving' returning id`,
        [id, schemaName],
      ),
    by,
  );
  if (!marked) throw conflict(`${slug} is being moved. End the move first.`);
}

async function removeInBatches(
  client: pg.Client,
  tenant: Tenant,
  tables: PlacedTable[],
  { batchRows = 5_000, onBatch }: Options,
): Promise<void> {
  const { first, together } = inOrderOfRemoval(tables);
  for (const table of first) {
    const at = table.at(tenant.schemaName);
    const key = table.key.join(', ');
    for (let removed = batchRows; removed === batchRows; ) {
      removed = await copyingRows(client, async () => {
        const { rowCount } = await client.query(
          `delete from ${at} where tenant_id = $1 and (${key}) in (select ${key} from ${at} where tenant_id = $1 limit ${batchRows})`,
          [tenant.id],
        );
        return rowCount ?? 0;
      });
      if (removed > 0) await onBatch?.(table.name, removed);
    }
  }
  await copyingRows(client, () => removeRows(client, together, tenant.id, tenant.schemaName));
}
