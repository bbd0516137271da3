import { z } from 'zod';
import { accessDenied, notFound } from '../../../errors.ts';
import { verb } from '../../../resource/verb.ts';
import { actingUserId } from '../escalation.ts';

type Row = {
  email: string;
  first_name: string;
  last_name: string;
  tenant: { id: string; slug: string; name: string };
  roles: { id: string; roleName: string; displayName: string }[];
};

/** `GET /v1/users:me` */
export const me = verb({
  name: 'me',
  on: 'users',
  target: 'collection',
  method: 'GET',
  permission: 'self.read',
  summary: 'Who you are, and what you may do',
  input: z.strictObject({}),
  output: z.object({
    id: z.uuid(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    tenant: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
    roles: z.array(z.object({ id: z.uuid(), roleName: z.string(), displayName: z.string() })).describe('Primary role first.'),
    permissions: z.array(z.string()).describe('Of this sign-in or API token, wildcards and those of parent roles included.'),
    denied: z.array(z.string()).describe('Withheld, whatever the permissions say.'),
    databaseRole: z.string(),
    apiTokenId: z.uuid().nullable().describe('The API token that the request was made with.'),
  }),
  run: async ({ tx, principal, services }) => {
    const id = actingUserId(principal);
    if (!id) throw accessDenied('Only users are someone; devices and the system are not.');
    const [row] = await tx.query<Row>(
      `select u.email, u.first_name, u.last_name,
         (select jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) from platform.tenants t where t.id = u.tenant_id) as tenant,
         (
           select jsonb_agg(jsonb_build_object('id', r.id, 'roleName', r.role_name, 'displayName', r.display_name)
             order by r.id <> u.role_id, r.role_level desc)
           from roles r
           where r.is_active and (r.id = u.role_id or r.id in (
             select a.role_id from user_roles a where a.user_id = u.id and a.is_active and (a.expires_at is null or a.expires_at > $2)))
         ) as roles
       from users u where u.id = $1`,
      [id, services.clock.now()],
    );
    if (!row) throw notFound('User', id);
    return {
      id,
      email: row.email,
      firstName: row.first_name,
      lastName: row.last_name,
      tenant: row.tenant,
      roles: row.roles ?? [],
      permissions: [...principal.permissions],
      denied: [...principal.denied],
      databaseRole: principal.databaseRole,
      apiTokenId: principal.actor.kind === 'token' ? principal.actor.tokenId : null,
    };
  },
});
