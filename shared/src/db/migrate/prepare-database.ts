import pg from 'pg';
import { type Connection, withDatabase } from '../connection.ts';
import { asAdmin } from './as-admin.ts';
import { readSqlFiles } from './files.ts';
import { letLoginsAct } from './logins.ts';

/** Extensions that the model uses; `vector` only where the server offers it. */
const extensions = ['btree_gin', 'btree_gist', 'cube', 'earthdistance', 'pg_trgm'];

type Options = {
  /** Lets the two roles log in themselves. Without, their passwords stay as they are: new roles have none and cannot log in. */
  passwords?: { owner: string; app: string };
  /** Existing logins that act as wheelhouse_app. */
  appLogins?: string[];
  /** Existing logins that act as wheelhouse_owner and wheelhouse_app. */
  ownerLogins?: string[];
};

/**
 * Prepares a server for Wheelhouse: roles, which logins may act as them, and the database with its extensions. Safe to repeat: only what
 * is missing is done.
 *
 * The administrator need not be a superuser: CREATEROLE and CREATEDB are enough, as the login `postgres` of Cloud SQL has them. From
 * PostgreSQL 16 on only the one who made the roles (or was given them with admin option) can give them to others.
 *
 * @returns what was done, one step an entry
 * @throws Error that names logins which the server does not have (nothing is done then), or says who can do what this administrator may not
 */
export async function prepareDatabase(admin: Connection, database: string, options: Options = {}): Promise<string[]> {
  const done: string[] = [];
  await asAdmin(admin, async (client) => {
    await explained(client, database, async () => {
      await prepareRoles(client, options, done);
      await makeDatabase(client, database, done);
    });
  });
  await asAdmin(withDatabase(admin, database), (client) =>
    explained(client, database, async () => {
      await makeExtensions(client, database, done);
      await setPrivileges(client, done);
    }),
  );
  return done;
}

async function prepareRoles(client: pg.Client, options: Options, done: string[]): Promise<void> {
  const note = (notice: { message?: string | undefined }) => void done.push(notice.message ?? '');
  await client.query('begin');
  client.on('notice', note);
  await client.query(readSqlFiles().roles);
  client.off('notice', note);
  await actAsOwner(client, done);
  if (options.passwords) {
    const { owner, app } = options.passwords;
    await client.query(`alter role wheelhouse_owner login password ${pg.escapeLiteral(owner)}`);
    await client.query(`alter role wheelhouse_app login password ${pg.escapeLiteral(app)}`);
    done.push('set the passwords of wheelhouse_owner and wheelhouse_app');
  }
  done.push(...(await letLoginsAct(client, options.appLogins ?? [], options.ownerLogins ?? [])));
  await client.query('commit');
}

/** An administrator who is no superuser needs the owner's rights to make the owner's database and what is in it. */
async function actAsOwner(client: pg.Client, done: string[]): Promise<void> {
  // The options of a grant, and the need to be an administrator of the role, came with PostgreSQL 16; before, CREATEROLE is enough.
  const { rows } = await client.query<{ act: string }>(
    `select case when current_setting('server_version_num')::integer < 160000 then 'grant wheelhouse_owner to current_user'
       else 'grant wheelhouse_owner to current_user with inherit true, set true' end as act
     where not pg_has_role('wheelhouse_owner', 'usage') and (
       current_setting('server_version_num')::integer < 160000 or pg_has_role('wheelhouse_owner', 'member with admin option'))`,
  );
  if (!rows[0]) return;
  await client.query(rows[0].act);
  done.push('let the administrator act as wheelhouse_owner');
}

async function makeDatabase(client: pg.Client, database: string, done: string[]): Promise<void> {
  const known = await client.query('select from pg_database where datname = $1', [database]);
  if (known.rowCount) return;
  await client.query(
    `create database ${pg.escapeIdentifier(database)} owner wheelhouse_owner encoding 'UTF8' template template0`,
  );
  done.push(`made the database ${database}`);
}

async function makeExtensions(client: pg.Client, database: string, done: string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select wanted.name
     from unnest($1::text[] || array(select name::text from pg_available_extensions where name = 'vector')) with ordinality wanted (name, place)
     where not exists (select from pg_extension where extname = wanted.name)
     order by place`,
    [extensions],
  );
  for (const { name } of rows) {
    const statement = `create extension if not exists ${name} schema public`;
    await client.query(statement).catch((error: { code?: string }) => {
      if (error.code !== insufficientPrivilege) throw error;
      throw new Error(
        `This server lets only a superuser make the extension ${name}. Run as one, in the database ${database}: ${statement}; ` +
          'then repeat this.',
      );
    });
    done.push(`made the extension ${name}`);
  }
}

/** Each statement under the condition that it is needed. */
const privileges = [
  // An unset scope finds no table, and the public schema is for extensions only.
  [
    `not exists (select from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
       where d.datname = current_database() and s.setrole = 'wheelhouse_app'::regrole and 'search_path=""' = any (s.setconfig))`,
    `alter role wheelhouse_app in database %I set search_path = ''`,
  ],
  [`has_schema_privilege('public', 'public', 'create')`, 'revoke create on schema public from public'],
  [
    `not has_schema_privilege('wheelhouse_owner', 'public', 'usage') or not has_schema_privilege('wheelhouse_owner', 'public', 'create')`,
    'grant usage, create on schema public to wheelhouse_owner',
  ],
  [
    `not has_database_privilege('wheelhouse_owner', current_database(), 'create')`,
    'grant create on database %I to wheelhouse_owner',
  ],
] as const;

async function setPrivileges(client: pg.Client, done: string[]): Promise<void> {
  for (const [condition, statement] of privileges) {
    const { rows } = await client.query<{ statement: string }>(
      `select format($1, current_database()) as statement where ${condition}`,
      [statement],
    );
    if (!rows[0]) continue;
    await client.query(rows[0].statement);
    done.push(rows[0].statement);
  }
}

/** Says who can do what this administrator may not. */
async function explained(client: pg.Client, database: string, fn: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_user) as name');
  await fn().catch((error: Error & { code?: string }) => {
    if (error.code !== insufficientPrivilege) throw error;
    throw new Error(
      `${rows[0]?.name} may not prepare ${database}: ${error.message}. Do it as the administrator who prepared this server first, or run as ` +
        `that one (or a superuser): grant wheelhouse_owner, wheelhouse_app to ${rows[0]?.name} with admin option;`,
    );
  });
}

const insufficientPrivilege = '42501';
