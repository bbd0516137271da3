import { z } from 'zod';
import { verb } from '../../../resource/verb.ts';

const partition = z.object({
  schema: z.string(),
  table: z.string(),
  partition: z.string(),
  bounds: z.string(),
  estimatedRows: z.int().describe('the planner’s estimate; -1 when never analysed'),
  sizeBytes: z.int().describe('with indexes'),
});

export const listPartitions = verb({
  name: 'partitions',
  on: 'audit-log',
  target: 'collection',
  method: 'GET',
  permission: 'platform.read',
  scope: 'platform',
  summary: 'The monthly partitions of a schema (the audit trail by default) and how large they are',
  input: z.strictObject({
    schema: z.string().min(1).max(63).default('audit').describe('schema: audit, app, tenant_… for a dedicated one'),
  }),
  output: z.object({ data: z.array(partition) }),
  run: async ({ tx, input: { schema } }) => ({
    data: await tx.query<z.input<typeof partition>>(
      `select parent.relnamespace::regnamespace::text as schema, parent.relname as table, c.relname as partition,
         pg_get_expr(c.relpartbound, c.oid) as bounds, c.reltuples::double precision as "estimatedRows",
         pg_total_relation_size(c.oid)::double precision as "sizeBytes"
       from pg_inherits i
       join pg_class c on c.oid = i.inhrelid and c.relispartition and c.relkind = 'r'
       join pg_class parent on parent.oid = i.inhparent
       where parent.relnamespace = (select oid from pg_namespace where nspname = $1)
       order by 1, 2, 3`,
      [schema],
    ),
  }),
});
