import { SpanKind } from '@opentelemetry/api';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { withSpan } from '../tracing/index.ts';
import { acquire, type Database } from './database.ts';
import { type DomainEvent, insertEventsStatement, type NewDomainEvent } from './events.ts';
import type { DatabaseRole } from './roles.ts';

/** Who acts. */
export type Actor =
  | { kind: 'user'; userId: string; sessionId?: string }
  | { kind: 'token'; tokenId: string; userId?: string }
  | { kind: 'device'; deviceId: string }
  | { kind: 'system'; reason: string };

/** What is being done, for the audit trail and the logs. */
export type RequestInfo = {
  operation: string;
  requestId?: string;
  correlationId?: string;
  ipAddress?: string;
  userAgent?: string;
  endpoint?: string;
};

/** Tenant, actor, database role and operation that a transaction runs under. */
export type Scope = {
  tenantId: string;
  actor: Actor;
  databaseRole: DatabaseRole;
  request: RequestInfo;
};

/** A transaction inside a scope: the only way to reach a table. */
export type Tx = {
  /** Drizzle, on this transaction: `(await tx.db()).select().from(depots)`. */
  db(): Promise<NodePgDatabase>;
  /** One SQL statement with parameters; `name` makes it a prepared statement of the connection. */
  query<R extends Record<string, unknown> = Record<string, unknown>>(
    text: string,
    values?: unknown[],
    name?: string,
  ): Promise<R[]>;
  /** Records a domain event that commits with this transaction and is published after it. */
  emit(event: NewDomainEvent): void;
  /** Undefined in work across tenants. */
  readonly scope: Scope | undefined;
};

type Access = {
  /** `read` runs in a read-only transaction. */
  access?: 'read' | 'write';
  /** The exact number of statements `fn` sends, where it is known: COMMIT then travels with the last, in one round trip. */
  statements?: number;
};

/**
 * Runs `fn` in one transaction for one tenant: row security, search path, role and audit context are set before its first
 * statement, and everything it does commits together with the events it emits, or not at all. A deadlock or serialization
 * failure runs `fn` again, so it must have no effects outside the transaction.
 *
 * @throws SQLSTATE WH404 unknown tenant, WH403 suspended, WH503 being moved (writes), and whatever `fn` throws.
 */
export function withTenant<T>(database: Database, scope: Scope, fn: (tx: Tx) => Promise<T>, options: Access = {}): Promise<T> {
  const access = options.access ?? 'write';
  return transact(database, fn, {
    begin: access === 'read' ? 'begin read only' : 'begin',
    enter: {
      name: 'enter_scope',
      text: 'select platform.enter_scope($1, $2, $3, $4)',
      values: [scope.tenantId, JSON.stringify(actorDocument(scope.actor, scope.request)), scope.databaseRole, access],
    },
    statements: options.statements,
    scope,
    operation: scope.request.operation,
  });
}

/**
 * Runs `fn` across tenants as `wheelhouse_system`. The reason goes to the audit trail. `home` is the placement whose tenant
 * tables are seen: `app` for all pooled tenants, or the schema of one dedicated tenant.
 */
export function withSystem<T>(
  database: Database,
  reason: string,
  fn: (tx: Tx) => Promise<T>,
  options: Access & { home?: string; request?: RequestInfo; actor?: Actor } = {},
): Promise<T> {
  const request = options.request ?? { operation: reason };
  const actor = { ...actorDocument(options.actor ?? { kind: 'system', reason }, request), reason };
  return transact(database, fn, {
    begin: options.access === 'read' ? 'begin read only' : 'begin',
    enter: {
      name: 'enter_system',
      text: 'select platform.enter_system($1, $2)',
      values: [JSON.stringify(actor), options.home ?? 'app'],
    },
    statements: options.statements,
    scope: undefined,
    operation: request.operation,
  });
}

function actorDocument(actor: Actor, request: RequestInfo): Record<string, unknown> {
  const id = { user: 'userId', token: 'tokenId', device: 'deviceId', system: 'reason' }[actor.kind] as keyof Actor;
  return { ...actor, id: actor[id], ...request };
}

type Transaction = {
  begin: string;
  enter: pg.QueryConfig;
  statements: number | undefined;
  scope: Scope | undefined;
  operation: string;
};

async function transact<T>(database: Database, fn: (tx: Tx) => Promise<T>, how: Transaction): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const events: DomainEvent[] = [];
    try {
      const result = await withSpan(
        'db.transaction',
        { 'db.system.name': 'postgresql', 'db.operation.name': how.operation },
        () => once(database, fn, how, events),
        { kind: SpanKind.CLIENT },
      );
      if (events.length > 0) await database.publish(events);
      return result;
    } catch (error) {
      if (attempt === 3 || !isRetryable(error)) throw error;
    }
  }
}

async function once<T>(database: Database, fn: (tx: Tx) => Promise<T>, how: Transaction, events: DomainEvent[]): Promise<T> {
  const { session, release } = await acquire(database);
  const emitted: NewDomainEvent[] = [];
  const tx: Tx = {
    db: () => session.orm(),
    query: async <R extends Record<string, unknown>>(text: string, values: unknown[] = [], name?: string) =>
      (await session.send(name ? { name, text, values } : { text, values })).rows as R[],
    emit: (event) => void emitted.push(event),
    scope: how.scope,
  };
  let broken = false;
  try {
    session.open(how.begin, how.enter, how.statements);
    const result = await fn(tx);
    const recorded = emitted.length > 0 ? session.send(insertEventsStatement(emitted, how.scope)) : undefined;
    recorded?.catch(() => {});
    await session.commit().catch(async (error: unknown) => {
      await recorded;
      throw error;
    });
    if (recorded) events.push(...((await recorded).rows as DomainEvent[]));
    return result;
  } catch (error) {
    const cause = await session.rollback().catch(() => {
      broken = true;
    });
    throw cause ?? error;
  } finally {
    release(broken);
  }
}

const retryable = new Set(['40001', '40P01']);

function isRetryable(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? (error as { cause?: { code?: string } }).cause?.code;
  return code !== undefined && retryable.has(code);
}
