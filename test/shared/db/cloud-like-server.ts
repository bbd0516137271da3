import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@wheelhouse/emulator/postgres/index.ts';
import { withDatabase } from '@wheelhouse/shared/db/connection.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { inject } from 'vitest';

/**
 * A server on which, as on Cloud SQL, nobody is superuser: administrators have CREATEROLE and CREATEDB, and logins are there already. The
 * tests' superuser only does what Cloud SQL itself does. From PostgreSQL 16 on it is a server of its own, since whoever makes the roles has
 * them; before, the common one does.
 */
export async function startCloudLikeServer() {
  const mark = randomBytes(3).toString('hex');
  const { superuserUrl, isOlderThan16, stop } = await start();
  const made = { databases: new Set<string>(), roles: [] as string[] };
  const asSuperuser = async (statement: string, database = 'postgres') =>
    asAdmin(withDatabase(superuserUrl, database), async (client) => (await client.query(statement)).rows);

  /** The address of a new login. */
  async function newRole(name: string, attributes: string): Promise<string> {
    await asSuperuser(`create role "${name}" login password 'wheelhouse-test' ${attributes}`);
    made.roles.push(name);
    return urlOf(name, 'postgres');
  }

  function urlOf(name: string, database: string): string {
    const url = new URL(withDatabase(superuserUrl, database));
    url.username = encodeURIComponent(name);
    url.password = 'wheelhouse-test';
    return url.href;
  }

  return {
    isOlderThan16,
    asSuperuser,
    urlOf,
    /** A name for a database, which is dropped at the end. */
    databaseName(word: string): string {
      made.databases.add(`wheelhouse_${word}_${mark}`);
      return `wheelhouse_${word}_${mark}`;
    },
    /** As the login `postgres` of Cloud SQL: its address. */
    newAdmin: (word: string, attributes = '') => newRole(`${word}_${mark}`, `createrole createdb ${attributes}`),
    /** As a login of IAM: its name. */
    async newLogin(word: string): Promise<string> {
      const name = `fn-${word}@project-${mark}.iam`;
      await newRole(name, '');
      return name;
    },
    /** What Cloud SQL lets its administrators do, and other servers do not. */
    async makeUntrustedExtensions(database: string): Promise<void> {
      await asSuperuser('create extension if not exists cube schema public', database);
      await asSuperuser('create extension if not exists earthdistance schema public', database);
      const [vector] = await asSuperuser(`select from pg_available_extensions where name = 'vector'`);
      if (vector) await asSuperuser('create extension if not exists vector schema public', database);
    },
    async close(): Promise<void> {
      for (const database of made.databases) await asSuperuser(`drop database if exists ${database} with (force)`);
      if (isOlderThan16) for (const role of made.roles) await asSuperuser(`drop role "${role}"`);
      await stop();
    },
  };
}

async function start(): Promise<{ superuserUrl: string; isOlderThan16: boolean; stop: () => Promise<void> }> {
  const version = await asAdmin(inject('adminUrl'), async (client) => (await client.query('show server_version_num')).rows[0]);
  if (Number(version.server_version_num) < 160_000)
    return { superuserUrl: inject('adminUrl'), isOlderThan16: true, stop: async () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'wheelhouse-cloud-like-'));
  const server = await startPostgres({ dir: join(directory, 'postgres'), ephemeral: true });
  return {
    superuserUrl: server.adminUrl,
    isOlderThan16: false,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export type CloudLikeServer = Awaited<ReturnType<typeof startCloudLikeServer>>;
