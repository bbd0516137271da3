import type { Database } from '@wheelhouse/shared/db/database.ts';
import { type Scope, withTenant } from '@wheelhouse/shared/db/scope.ts';

/** What came of a statement: how many rows it touched, or the SQLSTATE it was refused with. */
export type Outcome = { rows: number } | { code: string };

type Statement = { text: string; values: unknown[] };

class Undo extends Error {
  readonly rows: number;

  constructor(rows: number) {
    super('undone by the test');
    this.rows = rows;
  }
}

/** Tries a statement in a tenant's scope and undoes it. References are left to the end, which never comes. */
export async function attempt(database: Database, scope: Scope, { text, values }: Statement): Promise<Outcome> {
  const counted = text.startsWith('select') ? text : `${text} returning id`;
  const result = await withTenant(database, scope, async (tx) => {
    await tx.query('set constraints all deferred');
    throw new Undo((await tx.query(counted, values)).length);
  }).catch((error: unknown) => error);
  return outcomeOf(result);
}

/** Tries a statement on a pooled connection outside any scope, as the functions' login or as a role set by hand, and undoes it. */
export async function attemptWithoutScope(database: Database, { text, values }: Statement, role?: string): Promise<Outcome> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set constraints all deferred');
    if (role) await client.query(`set local role ${role}`);
    return { rows: (await client.query(text, values)).rowCount ?? 0 };
  } catch (error) {
    return outcomeOf(error);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

function outcomeOf(result: unknown): Outcome {
  if (result instanceof Undo) return { rows: result.rows };
  const { code } = result as { code?: string };
  if (code) return { code };
  throw result;
}
