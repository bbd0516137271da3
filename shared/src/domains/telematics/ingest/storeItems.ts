import { type Tx, withSystem, withTenant } from '../../../db/scope.ts';
import { type Folding, storeAndFold } from '../fold-store/storeAndFold.ts';
import { storeForLater } from '../fold-store/storeForLater.ts';
import type { Devices } from './devices.ts';
import { type Fact, factOf, inFoldOrder } from './facts.ts';
import { failureOf, messageOf } from './failures.ts';
import type { Item, Rejected } from './item.ts';
import { ensurePartitions } from './partitions.ts';
import { ingestScope } from './scope.ts';
import { storeRejections } from './storeRejections.ts';

/** Thrown where a tenant does not exist: its messages belong to nobody. */
export class UnknownTenantError extends Error {}

export type Where = {
  folding: Folding;
  /** Whether trips and events follow at once, or are left to the job. */
  fold: 'inline' | 'later';
  devices: Devices;
  tenantId: string;
  /** Told of vehicles of which a reading came late. */
  refold: (vehicleIds: readonly string[]) => void;
};

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
        where.folding.database,
        where.tenantId,
        items.flatMap(({ checked }) => (checked.ok ? [checked.reading.recordedAtMs] : [])),
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

async function commit(where: Where, items: readonly Item[]): Promise<Rejected[]> {
  const { folding, devices, tenantId } = where;
  const scope = ingestScope(tenantId);
  const deviceIds = new Set(items.flatMap(({ checked, origin }) => (checked.ok ? [origin.deviceId as string] : [])));
  const vehicles = await devices.resolve(tenantId, deviceIds, (fn) =>
    withTenant(folding.database, scope, fn, { access: 'read', statements: 1 }),
  );
  const { facts, rejected } = sort(items, vehicles);
  const besides = {
    statements: rejected.length > 0 ? 1 : 0,
    store: async (tx: Tx) => {
      if (rejected.length > 0) await storeRejections(tx, tenantId, rejected);
    },
  };
  if (facts.length === 0) {
    await withTenant(folding.database, scope, besides.store, { statements: besides.statements });
  } else if (where.fold === 'inline') {
    const { toRefold } = await storeAndFold(folding, scope, facts, besides);
    if (toRefold.length > 0) where.refold(toRefold);
  } else {
    await storeForLater(folding.database, scope, facts, besides);
  }
  return rejected;
}

/** Facts about the vehicles of linked devices in fold order, and the rest with the reason. */
export function sort(items: readonly Item[], vehicles: ReadonlyMap<string, string>): { facts: Fact[]; rejected: Rejected[] } {
  const facts: Fact[] = [];
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
    facts.push(factOf(vehicleId, { deviceId, source: origin.source, receivedAtMs: origin.receivedAtMs }, checked.reading));
  }
  return { facts: facts.sort(inFoldOrder), rejected };
}

async function reject({ folding: { database }, tenantId }: Where, items: readonly Item[], detail: string): Promise<Rejected[]> {
  const rejected = items.map((item): Rejected => ({ item, cause: { reason: 'unstorable', detail } }));
  await withTenant(database, ingestScope(tenantId), (tx) => storeRejections(tx, tenantId, rejected), { statements: 1 });
  return rejected;
}

/** A suspended tenant's scope cannot be entered, not even by its devices: the system keeps their readings for a replay. */
async function keepForLater(
  { folding: { database }, tenantId }: Where,
  items: readonly Item[],
  detail: string,
): Promise<Rejected[]> {
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
