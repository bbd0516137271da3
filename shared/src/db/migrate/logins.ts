import type pg from 'pg';

/**
 * Lets existing logins act as the roles, in the transaction under way: all of them as wheelhouse_app, those of `ownerLogins` as wheelhouse_owner
 * too. A login of `appLogins` alone that could act as wheelhouse_owner no longer can. They inherit nothing: a session has what it acts as.
 *
 * @returns what was done, one step an entry
 * @throws Error that names the logins which the server does not have
 */
export async function letLoginsAct(client: pg.Client, appLogins: string[], ownerLogins: string[]): Promise<string[]> {
  const logins = [...new Set([...appLogins, ...ownerLogins])];
  const known = await client.query<{ name: string }>('select rolname as name from pg_roles where rolname = any ($1)', [logins]);
  const missing = logins.filter((login) => !known.rows.some(({ name }) => name === login));
  if (missing.length > 0) {
    throw new Error(
      `This server has no login ${missing.join(', ')}. Make them first (Terraform does, one a function), then repeat this; nothing was changed.`,
    );
  }
  const { rows } = await client.query<{ statement: string }>(
    `select change.statement
     from unnest($1::text[]) with ordinality l (login, place)
     cross join (values ('wheelhouse_app', true), ('wheelhouse_owner', false)) r (role, is_for_all)
     cross join lateral (
       select r.is_for_all or l.login = any ($2) as wanted,
         exists (select from pg_auth_members m where m.roleid = r.role::regrole and m.member = quote_ident(l.login)::regrole) as granted
     ) now
     cross join lateral (
       select case
         when granted then format('revoke %I from %I', r.role, l.login)
         -- Before PostgreSQL 16 a grant has no options: whether a login inherits is the login's own affair.
         when current_setting('server_version_num')::integer < 160000 then format('grant %I to %I', r.role, l.login)
         else format('grant %I to %I with inherit false, set true', r.role, l.login)
       end as statement
     ) change
     where wanted <> granted
     order by place, r.role`,
    [logins, ownerLogins],
  );
  for (const { statement } of rows) await client.query(statement);
  return rows.map(({ statement }) => statement);
}
