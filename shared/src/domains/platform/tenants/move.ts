import type pg from 'pg';
import { provisionSchema } from '../../../db/migrate/index.ts';
import { conflict } from '../../../errors.ts';
import type { TenantMoved } from '../events.ts';
import { copyRows, preparePartitions, RowsChanged, removeRows } from './copy.ts';
import { type Doors, requireOwner } from './doors.ts';
import { holdToCommit, waitForHolders } from './locks.ts';
import { asOwner, copyingRows } from './owner.ts';
import { dropSchema, requireSameVersion } from './schemas.ts';
import { schemaNameOf } from './slug.ts';
import { type PlacedTable, placedTables } from './tables.ts';
import { findTenant, type Placement, type Tenant, unknownTenant } from './tenant.ts';

/** What has been done so far; a move that is killed after any of them is ended by asking for it again. */
export type MoveStep = 'provisioned' | 'marked' | 'writersGone' | 'copied' | 'removed' | 'switched' | 'cleaned';

export type MoveOptions = {
  /** Called after each step. */
  onStep?: (step: MoveStep) => void | Promise<void>;
  /** How long to wait for the tenant's transactions under way, milliseconds. */
  patienceMs?: number;
};

type Move = { tenant: Tenant; from: string; to: string; placement: Placement; tables: PlacedTable[]; patienceMs: number };

/**
 * Moves a tenant to the other placement while it is read. Writes are refused with WH503 meanwhile. One transaction copies the rows,
 * removes the old ones and switches the placement, so the tenant is at every moment wholly in one place; readers under way are waited
 * for just before it commits. Asked again after a crash it goes on; asked to move to where the tenant is, it gives an unfinished move up.
 *
 * @returns the tenant, and how many rows were moved
 * @throws conflict, when the tenant is being made or deleted; unavailable, when its transactions do not end
 */
export async function moveTenant(
  doors: Doors,
  idOrSlug: string,
  placement: Placement,
  options: MoveOptions = {},
): Promise<{ tenant: Tenant; rows: number }> {
  const owner = requireOwner(doors, 'Moving a tenant');
  const tenant = await findTenant(doors, idOrSlug);
  if (tenant.status === 'provisioning' || tenant.status === 'deleting')
    throw conflict(`${tenant.slug} is ${tenant.status} and cannot be moved.`);
  const done = options.onStep ?? (() => {});
  const rows = await asOwner(owner, 'move a tenant', async (client) => {
    if (tenant.placement === placement) {
      await reopen(client, tenant);
      await dropLeftover(client, tenant);
      return 0;
    }
    const to = placement === 'dedicated' ? schemaNameOf(tenant.slug) : 'app';
    const move: Move = {
      tenant,
      from: tenant.schemaName,
      to,
      placement,
      tables: await placedTables(),
      patienceMs: options.patienceMs ?? 60_000,
    };
    if (placement === 'dedicated') await provisionSchema(owner, to);
    await requireSameVersion(client, move.from, to);
    await done('provisioned');
    const moved = await transfer(client, move, done).catch(async (error: unknown) => {
      await reopen(client, tenant).catch(() => {});
      throw error;
    });
    await dropLeftover(client, { ...tenant, placement, schemaName: to });
    await done('cleaned');
    return moved;
  });
  return { tenant: await findTenant(doors, tenant.id), rows };
}

async function transfer(client: pg.Client, move: Move, done: NonNullable<MoveOptions['onStep']>): Promise<number> {
  const { tenant, tables, from, to, patienceMs } = move;
  // A suspended tenant has no writers, and stays suspended.
  await client.query(`update platform.tenants set status = 'moving' where id = $1 and status = 'active'`, [tenant.id]);
  await done('marked');
  await waitForHolders(client, 'write', tenant.id, patienceMs);
  await done('writersGone');
  for (let attempt = 1; ; attempt += 1) {
    await preparePartitions(client, tables, tenant.id, from, to);
    try {
      const rows = await copyingRows(client, async () => {
        await lockTenant(client, move);
        const copied = await copyRows(client, tables, tenant.id, from, to);
        await done('copied');
        await removeRows(client, tables, tenant.id, from);
        await done('removed');
        await switchPlacement(client, move);
        await holdToCommit(client, 'read', tenant.id, patienceMs);
        return copied;
      });
      await done('switched');
      return rows;
    } catch (error) {
      if (!(error instanceof RowsChanged) || attempt === 5) throw error;
    }
  }
}

/** Nobody else changes the tenant until the end of the transaction; readers of the row go on. */
async function lockTenant(client: pg.Client, { tenant, from }: Move): Promise<void> {
  const { rows } = await client.query<{ status: string; schema_name: string }>(
    'select status, schema_name from platform.tenants where id = $1 for no key update',
    [tenant.id],
  );
  const now = rows[0];
  if (!now) throw unknownTenant(tenant.slug);
  if (now.schema_name !== from || !['moving', 'suspended'].includes(now.status)) {
    throw conflict(`The move of ${tenant.slug} was ended by someone else: it is ${now.status} in ${now.schema_name}.`);
  }
}

async function switchPlacement(client: pg.Client, { tenant, placement, to, tables }: Move): Promise<void> {
  await client.query(
    `update platform.tenants set placement = $2, schema_name = $3, status = case status when 'moving' then 'active' else status end where id = $1`,
    [tenant.id, placement, to],
  );
  const events = tables.find((table) => table.name === 'domain_events');
  const data: TenantMoved = { id: tenant.id, slug: tenant.slug, placement, previousPlacement: tenant.placement };
  await client.query(
    `insert into ${events?.at(to)} (tenant_id, type, subject_type, subject_id, data, actor)
     values ($1::uuid, 'tenant.moved', 'tenant', $1::uuid::text, $2, platform.current_actor())`,
    [tenant.id, JSON.stringify(data)],
  );
}

/** Lets the tenant write again where it is. */
async function reopen(client: pg.Client, { id }: Tenant): Promise<void> {
  await client.query(`update platform.tenants set status = 'active' where id = $1 and status = 'moving'`, [id]);
}

/** The schema that a pooled tenant had before, or would have had. */
async function dropLeftover(client: pg.Client, tenant: Tenant): Promise<void> {
  if (tenant.placement === 'pooled') await dropSchema(client, schemaNameOf(tenant.slug));
}
