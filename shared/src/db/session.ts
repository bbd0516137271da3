import type { Duplex } from 'node:stream';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';

type QueryResult = pg.QueryResult<Record<string, unknown>>;

/**
 * One pooled connection during one transaction. Statements are sent as they are asked for, without waiting for the answers of
 * those before them; COMMIT is sent together with the last one where the caller said how many there will be.
 */
export class Session {
  static readonly #sessions = new WeakMap<pg.PoolClient, Session>();

  static of(client: pg.PoolClient): Session {
    let session = Session.#sessions.get(client);
    if (!session) {
      session = new Session(client);
      Session.#sessions.set(client, session);
    }
    return session;
  }

  readonly #client: pg.PoolClient;
  readonly #stream: Duplex;
  #opening: Promise<unknown>[] = [];
  #remaining = Number.POSITIVE_INFINITY;
  #committed: Promise<QueryResult> | undefined;
  #held = false;

  private constructor(client: pg.PoolClient) {
    this.#client = client;
    this.#stream = (client as unknown as { connection: { stream: Duplex } }).connection.stream;
  }

  /** Drizzle over this session. Its query builders are loaded at their first use: most statements here are SQL. */
  async orm(): Promise<NodePgDatabase> {
    const { drizzle } = await import('drizzle-orm/node-postgres');
    // It needs only query(); giving it the session keeps every statement of a transaction on this path.
    const executor = { query: (config: pg.QueryConfig, values?: unknown[]) => this.send(config, values) };
    return drizzle({ client: executor as unknown as pg.PoolClient });
  }

  /** Sends BEGIN and the scope statement. `statements`: COMMIT follows this many statements at once. */
  open(begin: string, scope: pg.QueryConfig, statements?: number): void {
    this.#hold();
    this.#opening = [this.#client.query(begin), this.#client.query(scope)];
    // Their failure is reported by close(); an unhandled rejection would end the process first.
    for (const sent of this.#opening) sent.catch(() => {});
    this.#remaining = statements ?? Number.POSITIVE_INFINITY;
    this.#committed = undefined;
  }

  /** Sends one statement of the transaction. */
  send(config: pg.QueryConfig | string, values?: unknown[]): Promise<QueryResult> {
    if (this.#committed) return Promise.reject(new Error('This transaction was declared to have fewer statements.'));
    const result = values ? this.#client.query(config as pg.QueryConfig, values) : this.#client.query(config as pg.QueryConfig);
    this.#remaining -= 1;
    if (this.#remaining === 0) this.#sendCommit();
    this.#letGo();
    return result as Promise<QueryResult>;
  }

  /** Waits until the transaction is committed; throws the first cause when it was not. */
  async commit(): Promise<void> {
    if (!this.#committed) this.#sendCommit();
    await this.#opened();
    const result = await this.#committed;
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
    if (result?.command !== 'COMMIT')
      throw new Error('The transaction was rolled back: one of its statements failed and the failure was not passed on.');
  }

  /** Undoes the transaction, and returns why it could not be opened where that was the first cause. */
  async rollback(): Promise<unknown> {
    this.#letGo();
    const settled = await Promise.allSettled(this.#opening);
    if (this.#committed) await this.#committed.catch(() => {});
    else await this.#client.query('rollback');
    return settled.find((outcome) => outcome.status === 'rejected')?.reason;
  }

  async #opened(): Promise<void> {
    for (const sent of this.#opening) await sent;
  }

  #sendCommit(): void {
    this.#committed = this.#client.query('commit') as Promise<QueryResult>;
    this.#committed.catch(() => {});
    this.#letGo();
  }

  /** Keeps BEGIN and the scope back until the first statement goes with them: one packet and one system call instead of four. */
  #hold(): void {
    this.#held = true;
    this.#stream.cork();
    setImmediate(() => this.#letGo());
  }

  #letGo(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#stream.uncork();
  }
}
