import { prepareDatabase } from '@wheelhouse/shared/db/migrate/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CloudLikeServer, startCloudLikeServer } from './cloud-like-server.ts';

let server: CloudLikeServer;
let admin: string;
beforeAll(async () => {
  server = await startCloudLikeServer();
  admin = await server.newAdmin('admin');
}, 60_000);
afterAll(() => server.close());

/** What a login may act as. */
const actsAs = async (login: string) =>
  (
    await server.asSuperuser(
      `select roleid::regrole::text as role from pg_auth_members where member = '"${login}"'::regrole order by 1`,
    )
  ).map(({ role }) => role);

/** A prepared database that was there before: made by the server's operator, with the extensions that only that one may make. */
async function prepared(word: string, options: Parameters<typeof prepareDatabase>[2] = {}): Promise<string> {
  const database = server.databaseName(word);
  await server.asSuperuser(`create database ${database} template template0 owner "${new URL(admin).username}"`);
  await server.makeUntrustedExtensions(database);
  await prepareDatabase(admin, database, options);
  return database;
}

describe('an administrator with CREATEROLE and CREATEDB alone', () => {
  it('prepares a server from nothing, and goes on where an extension needed a superuser', async () => {
    const database = server.databaseName('new');
    const first = prepareDatabase(admin, database);
    await expect(first).rejects.toThrow(
      new RegExp(`only a superuser make the extension earthdistance. Run as one, in the database ${database}: create extension`),
    );
    await server.makeUntrustedExtensions(database);
    expect(await prepareDatabase(admin, database)).toContain('made the extension pg_trgm');
    expect(await prepareDatabase(admin, database)).toEqual([]);
    const [made] = await server.asSuperuser(
      `select datdba::regrole::text as owner, pg_encoding_to_char(encoding) as encoding from pg_database where datname = '${database}'`,
    );
    expect(made).toEqual({ owner: 'wheelhouse_owner', encoding: 'UTF8' });
  });

  it('prepares a database that somebody else made, of whose owner it is a member', async () => {
    const database = server.databaseName('given');
    const operator = new URL(await server.newAdmin('operator')).username;
    await server.asSuperuser(`create database ${database} template template0 owner ${operator}`);
    await server.asSuperuser(`grant ${operator} to ${new URL(admin).username}`);
    await server.makeUntrustedExtensions(database);
    expect(await prepareDatabase(admin, database)).toEqual(
      expect.arrayContaining([
        'made the extension btree_gist',
        `grant create on database ${database} to wheelhouse_owner`,
        `alter role wheelhouse_app in database ${database} set search_path = ''`,
      ]),
    );
    expect(await prepareDatabase(admin, database)).toEqual([]);
  });

  it('leaves roles with which nobody can log in', async ({ skip }) => {
    skip(server.isOlderThan16, 'the roles of the common server have passwords');
    await prepared('roles');
    const roles = await server.asSuperuser(
      `select rolname, rolcanlogin, rolpassword, rolinherit from pg_authid where rolname in ('wheelhouse_app', 'wheelhouse_owner') order by 1`,
    );
    expect(roles).toEqual([
      { rolname: 'wheelhouse_app', rolcanlogin: false, rolpassword: null, rolinherit: false },
      { rolname: 'wheelhouse_owner', rolcanlogin: false, rolpassword: null, rolinherit: true },
    ]);
  });
});

describe('logins', () => {
  it('act as the roles that they were named for, and no longer as the owner when they are not', async () => {
    const [app, owner] = [await server.newLogin('fleet'), await server.newLogin('platform')];
    const database = await prepared('logins', { appLogins: [app], ownerLogins: [owner] });
    expect(await actsAs(app)).toEqual(['wheelhouse_app']);
    expect(await actsAs(owner)).toEqual(['wheelhouse_app', 'wheelhouse_owner']);
    expect(await prepareDatabase(admin, database, { appLogins: [app], ownerLogins: [owner] })).toEqual([]);
    expect(await prepareDatabase(admin, database, { appLogins: [app, owner] })).toEqual([
      `revoke wheelhouse_owner from "${owner}"`,
    ]);
    expect(await actsAs(owner)).toEqual(['wheelhouse_app']);
  });

  it('that the server does not have are named, and nothing is done', async () => {
    const login = await server.newLogin('documents');
    const database = server.databaseName('missing');
    const preparing = prepareDatabase(admin, database, { appLogins: [login, 'fn-a@x.iam'], ownerLogins: ['fn-b@x.iam'] });
    await expect(preparing).rejects.toThrow('This server has no login fn-a@x.iam, fn-b@x.iam.');
    expect(await actsAs(login)).toEqual([]);
    expect(await server.asSuperuser(`select from pg_database where datname = '${database}'`)).toEqual([]);
  });
});

describe('another administrator', () => {
  it('may repeat what is done', async () => {
    const login = await server.newLogin('telematics');
    const database = await prepared('repeated', { appLogins: [login] });
    const other = await server.newAdmin('repeating');
    const done = server.isOlderThan16 ? ['let the administrator act as wheelhouse_owner'] : [];
    expect(await prepareDatabase(other, database, { appLogins: [login] })).toEqual(done);
  });

  it('is told how to be let do more where PostgreSQL ties roles to who made them, and then may', async () => {
    const login = await server.newLogin('reference');
    const database = await prepared('shared');
    const other = await server.newAdmin('other');
    if (!server.isOlderThan16) {
      const name = new URL(other).username;
      const statement = `grant wheelhouse_owner, wheelhouse_app to ${name} with admin option;`;
      const refused = await prepareDatabase(other, database, { appLogins: [login] }).catch((error: Error) => error.message);
      expect(refused).toMatch(new RegExp(`^${name} may not prepare ${database}: .*${statement}$`));
      await server.asSuperuser(`set role "${new URL(admin).username}"; ${statement}`);
    }
    expect(await prepareDatabase(other, database, { appLogins: [login] })).toContain(
      `grant wheelhouse_app to "${login}"${server.isOlderThan16 ? '' : ' with inherit false, set true'}`,
    );
    expect(await actsAs(login)).toEqual(['wheelhouse_app']);
  });
});
