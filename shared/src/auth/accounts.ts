import type { Database } from '../db/database.ts';
import { withSystem } from '../db/scope.ts';
import { fromDatabaseError } from '../errors.ts';
import type { FirebaseIdentity } from './firebase.ts';

/** A user of a tenant that a sign-in stands for. */
export type Account = { tenantId: string; userId: string; isActive: boolean; slug: string; name: string };

/** Everything that a sign-in stands for. */
export type Accounts = { accounts: Account[]; operatorId: string | undefined };

/**
 * What a sign-in stands for. At the first one with a verified e-mail address, the users and operators that were registered with that
 * address are linked to it for good: later only the sign-in's uid counts, until the address of the user is changed.
 */
export async function findAccounts(database: Database, identity: FirebaseIdentity): Promise<Accounts> {
  const email = identity.emailVerified ? (identity.email ?? null) : null;
  try {
    const found = await read(database, identity.uid, email);
    if (!found.some((row) => row.unlinked)) return accountsOf(found);
    await link(database, identity.uid, email);
    return accountsOf(await read(database, identity.uid, null));
  } catch (error) {
    throw fromDatabaseError(error) ?? error;
  }
}

type Row = {
  tenant_id: string | null;
  user_id: string;
  is_active: boolean;
  slug: string | null;
  name: string | null;
  unlinked: boolean;
};

function read(database: Database, uid: string, email: string | null): Promise<Row[]> {
  return withSystem(
    database,
    'find the accounts of a sign-in',
    (tx) =>
      tx.query<Row>(
        `select a.tenant_id, a.user_id, a.is_active, t.slug, t.name, a.firebase_uid is null as unlinked
         from platform.accounts a join platform.tenants t on t.id = a.tenant_id and t.status <> 'deleting'
         where a.firebase_uid = $1 or (a.firebase_uid is null and a.email = $2)
         union all
         select null, o.id, true, null, null, o.firebase_uid is null
         from platform.operators o
         where o.firebase_uid = $1 or (o.firebase_uid is null and lower(o.email) = $2)
         order by slug`,
        [uid, email],
        'find_accounts',
      ),
    { access: 'read', statements: 1 },
  );
}

function link(database: Database, uid: string, email: string | null): Promise<unknown> {
  return withSystem(database, 'link a sign-in by its verified e-mail address', async (tx) => {
    await tx.query('update platform.accounts set firebase_uid = $1 where firebase_uid is null and email = $2', [uid, email]);
    await tx.query(
      `update platform.operators set firebase_uid = $1
       where firebase_uid is null and lower(email) = $2 and not exists (select from platform.operators where firebase_uid = $1)`,
      [uid, email],
    );
  });
}

function accountsOf(rows: Row[]): Accounts {
  const linked = rows.filter((row) => !row.unlinked);
  return {
    accounts: linked.flatMap(({ tenant_id: tenantId, user_id: userId, is_active: isActive, slug, name }) =>
      tenantId && slug && name ? [{ tenantId, userId, isActive, slug, name }] : [],
    ),
    operatorId: linked.find((row) => row.tenant_id === null)?.user_id,
  };
}

/** The tenant that has proved to own this internet domain. */
export async function tenantOfDomain(database: Database, domain: string): Promise<string | undefined> {
  try {
    const rows = await withSystem(
      database,
      'find the tenant of a domain',
      (tx) =>
        tx.query<{ tenant_id: string }>('select tenant_id from platform.domains where domain = $1 and is_verified', [domain]),
      { access: 'read', statements: 1 },
    );
    return rows[0]?.tenant_id;
  } catch (error) {
    throw fromDatabaseError(error) ?? error;
  }
}
