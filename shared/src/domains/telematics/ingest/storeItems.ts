import type { Database } from '../../../db/database.ts';
import { type Scope, withSystem, withTenant } from '../../../db/scope.ts';
import type { Devices } from './devices.ts';
import { failureOf, messageOf } from './failures.ts';
import type { Item, Rejected } from './item.ts';
import { ensurePartitions } from './partitions.ts';
import { inLockOrder, type Position, positionOf } from './positions.ts';
import { insertPositions, updateVehicleState } from './storePositions.ts';
import { storeRejections } from './storeRejections.ts';

/** Thrown where a tenant does not exist: its messages belong to nobody. */
export class UnknownTenantError extends Error {}

type Where = { database: Database; devices: Devices; tenantId: string };

/**
 * Stores readings of one tenant: all in one transaction, or, where the data of one makes that fail, in ever smaller halves until it
 * alone is left and rejected. Returns what was rejected. Safe to repeat.
 *
 * @throws UnknownTenantError, and what passes by itself (a lost connection, a lock): then nothing or a part is stored.
 */
export async function storeItems(where: Where, items: readonly Item[], partitionsMade = false): Promise<Rejected[]> {
  try {
    return await commit(where, items);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'unknown_tenant') throw new UnknownTenantError(messageOf(error));
    if (failure === 'suspended') return keepForLater(where, items, messageOf(error));
    if (failure === 'passing') throw error;
    if (failure === 'missing_partition' && !partitionsMade) {
      await ensurePartitions(
        where.database,
        where.tenantId,
        items.flatMap(({ checked }) => (checked.ok ? [checked.recordedAtMs] : [])),
      );
      return storeItems(where, items, true);
    }
    where.devices.forget();
    if (items.length > 1) {
      const middle = items.length >> 1;
      return [...(await storeItems(where, items.slice(0, middle))), ...(await storeItems(where, items.slice(middle)))];
    }
    return reject(where, items, messageOf(error));
  }
}

async function commit({ database, devices, tenantId }: Where, items: readonly Item[]): Promise<Rejected[]> {
  const scope = ingestScope(tenantId);
  const deviceIds = new Set(items.flatMap(({ checked, origin }) => (checked.ok ? [origin.deviceId as string] : [])));
  const vehicles = await devices.resolve(tenantId, deviceIds, (fn) =>
    withTenant(database, scope, fn, { access: 'read', statements: 1 }),
  );
  const { positions, rejected } = sort(items, vehicles);
  const statements = (positions.length > 0 ? 2 : 0) + (rejected.length > 0 ? 1 : 0);
  await withTenant(
    database,
    scope,
    async (tx) => {
      const sent: Promise<void>[] = [];
      if (positions.length > 0) sent.push(insertPositions(tx, positions), updateVehicleState(tx, positions));
      if (rejected.length > 0) sent.push(storeRejections(tx, tenantId, rejected));
      await Promise.all(sent);
    },
    { statements },
  );
  return rejected;
}

/** Positions of linked devices in lock order, and the rest with the reason. */
export function sort(
  items: readonly Item[],
  vehicles: ReadonlyMap<string, string>,
): { positions: Position[]; rejected: Rejected[] } {
  const positions: Position[] = [];
  const rejected: Rejected[] = [];
  for (const item of items) {
    const { checked, origin } = item;
    if (!checked.ok) {
      rejected.push({ item, cause: checked.cause });
      continue;
    }
    const deviceId = origin.deviceId as string;
    const vehicleId = vehicles.get(deviceId);
    if (!vehicleId) {
      rejected.push({ item, cause: { reason: 'unknown_device', detail: `Device ${deviceId} is linked to no vehicle.` } });
      continue;
    }
    const { reading, recordedAtMs } = checked;
    positions.push(
      positionOf(vehicleId, { deviceId, source: origin.source, recordedAtMs, receivedAtMs: origin.receivedAtMs, reading }),
    );
  }
  return { positions: positions.sort(inLockOrder), rejected };
}

async function reject({ database, tenantId }: Where, items: readonly Item[], detail: string): Promise<Rejected[]> {
  const rejected = items.map((item): Rejected => ({ item, cause: { reason: 'unstorable', detail } }));
  await withTenant(database, ingestScope(tenantId), (tx) => storeRejections(tx, tenantId, rejected), { statements: 1 });
  return rejected;
}

/** A suspended tenant's scope cannot be entered, not even by its devices: the system keeps their readings for a replay. */
async function keepForLater({ database, tenantId }: Where, items: readonly Item[], detail: string): Promise<Rejected[]> {
  const rejected = items.map(
    (item): Rejected => ({ item, cause: item.checked.ok ? { reason: 'tenant_suspended', detail } : item.checked.cause }),
  );
  const reason = 'keep telemetry of a suspended tenant';
  const [tenant] = await withSystem(
    database,
    reason,
    (tx) => tx.query<{ schema_name: string }>('select schema_name from platform.tenants where id = $1', [tenantId]),
    { access: 'read', statements: 1 },
  );
  if (!tenant) throw new UnknownTenantError(`There is no tenant ${tenantId}.`);
  await withSystem(database, reason, (tx) => storeRejections(tx, tenantId, rejected), {
    home: tenant.schema_name,
    statements: 1,
  });
  return rejected;
}

/** Devices of a whole batch act together; what each of them sent says so itself. */
function ingestScope(tenantId: string): Scope {
  return {
    tenantId,
    actor: { kind: 'system', reason: 'telemetry ingest' },
    databaseRole: 'fleet_admin',
    request: { operation: 'telemetry.ingest' },
  };
}
