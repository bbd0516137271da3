import type pg from 'pg';

/** What the catalog says of a table. */
export type CatalogTable = {
  schema: string;
  name: string;
  isPartition: boolean;
  isPartitioned: boolean;
  rowSecurity: boolean;
  forced: boolean;
  comment: string | null;
  owner: string;
  columns: CatalogColumn[];
  policies: { name: string; command: string; permissive: boolean; roles: string[]; using: string | null; check: string | null }[];
  indexes: { name: string; definition: string; unique: boolean; columns: (string | null)[] }[];
  constraints: {
    name: string;
    type: string;
    definition: string;
    columns: string[] | null;
    target: string | null;
    deferrable: boolean;
  }[];
  triggers: { name: string; definition: string; function: string; enabled: string }[];
  /** `authenticated_user: SELECT` */
  grants: string[];
};

export type CatalogColumn = {
  name: string;
  type: string;
  notNull: boolean;
  hasDefault: boolean;
  default: string | null;
  generated: boolean;
  identity: boolean;
  comment: string | null;
};

/** Every table of these schemas, partitions included. */
export async function readCatalog(client: pg.Client, schemas: string[]): Promise<CatalogTable[]> {
  const { rows } = await client.query<CatalogTable>(
    `select n.nspname as schema, c.relname as name, c.relispartition as "isPartition", c.relkind = 'p' as "isPartitioned",
       c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as forced, obj_description(c.oid, 'pg_class') as comment,
       c.relowner::regrole::text as owner,
       (
         select coalesce(json_agg(json_build_object(
           'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
           'hasDefault', a.atthasdef and a.attgenerated = '', 'default', pg_get_expr(d.adbin, d.adrelid),
           'generated', a.attgenerated <> '', 'identity', a.attidentity <> '', 'comment', col_description(c.oid, a.attnum)
         ) order by a.attnum), '[]')
         from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       ) as columns,
       (
         select coalesce(json_agg(json_build_object(
           'name', p.polname, 'command', p.polcmd, 'permissive', p.polpermissive, 'roles',
           (select array_agg(case r when 0 then 'public' else r::regrole::text end) from unnest(p.polroles) r),
           'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)
         ) order by p.polname), '[]')
         from pg_policy p where p.polrelid = c.oid
       ) as policies,
       (
         select coalesce(json_agg(json_build_object(
           'name', i.indexrelid::regclass::text, 'definition', pg_get_indexdef(i.indexrelid), 'unique', i.indisunique, 'columns',
           (select json_agg(a.attname order by k.position) from unnest(i.indkey::smallint[]) with ordinality k (attnum, position)
            left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum)
         ) order by i.indexrelid::regclass::text), '[]')
         from pg_index i where i.indrelid = c.oid
       ) as indexes,
       (
         select coalesce(json_agg(json_build_object(
           'name', k.conname, 'type', k.contype, 'definition', pg_get_constraintdef(k.oid), 'deferrable', k.condeferrable,
           'columns', (select json_agg(a.attname order by f.position) from unnest(k.conkey) with ordinality f (attnum, position)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = f.attnum),
           'target', (select t.relnamespace::regnamespace::text || '.' || t.relname from pg_class t where t.oid = k.confrelid)
         ) order by k.conname), '[]')
         -- Partitions of a table referred to appear as further constraints; NOT NULL is told by the columns.
         from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
       ) as constraints,
       (
         select coalesce(json_agg(json_build_object(
           'name', t.tgname, 'definition', pg_get_triggerdef(t.oid), 'function', t.tgfoid::regproc::text, 'enabled', t.tgenabled
         ) order by t.tgname), '[]')
         from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
       ) as triggers,
       (
         select coalesce(json_agg(g.grantee || ': ' || g.privilege_type order by g.grantee, g.privilege_type), '[]')
         from (
           select case x.grantee when 0 then 'public' else x.grantee::regrole::text end as grantee, x.privilege_type
           from aclexplode(c.relacl) x
         ) g
         where g.grantee <> c.relowner::regrole::text
       ) as grants
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any ($1) and c.relkind in ('r', 'p')
     order by 1, 2`,
    [schemas],
  );
  return rows;
}
