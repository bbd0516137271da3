import type pg from 'pg';
import { anywhere, near, passageText, questionFor, seeded } from './passages.ts';

export const model = 'bench-model';

export type Question = { query: string; vector: Float32Array };

/** The tenant with the many passages, and questions about them. */
export type Filled = { tenantId: string; questions: Question[] };

const topics = 400;
const batchSize = 1_000;
const perDocument = 10;

/** One tenant with `passages` passages among ten with 1,000 each. A passage in ten belongs to a document that only one role may read. */
export async function fill(client: pg.Client, passages: number, questions: number): Promise<Filled> {
  const random = seeded(4);
  const centers = Array.from({ length: topics }, () => anywhere(random));
  const { rows: tenants } = await client.query<{ id: string }>(
    `insert into platform.tenants (name, slug, status) select 'Bench ' || n, 'bench-' || n, 'active' from generate_series(0, 10) n returning id`,
  );
  // A graph is built faster at once than passage by passage.
  const indexes = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass as name, pg_get_indexdef(indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_am a on a.oid = c.relam where indrelid = 'app.rag_embeddings'::regclass and a.amname in ('hnsw', 'gin')`,
  );
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  const asked: Question[] = [];
  await client.query(`set app.moving = 'on'`);
  for (const [place, { id }] of tenants.entries()) {
    const count = place === 0 ? passages : 1_000;
    for (let start = 0; start < count; start += batchSize) {
      const rows = Array.from({ length: batchSize }, (_, n) => {
        const center = centers[Math.floor(random() * topics)] as Float32Array;
        return { text: passageText(random, start + n), vector: near(random, center, 0.7) };
      });
      await insert(client, id, rows);
      if (place === 0 && asked.length < (questions * (start + batchSize)) / count) {
        for (let n = 0; n < (questions * batchSize) / count; n += 1) {
          const { text, vector } = rows[Math.floor(random() * rows.length)] as Row;
          asked.push({ query: questionFor(random, text), vector: near(random, vector, 0.5) });
        }
      }
    }
  }
  await client.query('reset app.moving');
  await client.query(`set maintenance_work_mem = '1GB'`);
  for (const { definition } of indexes.rows) await client.query(definition);
  await client.query('vacuum analyze app.rag_embeddings, app.documents');
  return { tenantId: tenants[0]?.id as string, questions: asked.slice(0, questions) };
}

type Row = { text: string; vector: Float32Array };

async function insert(client: pg.Client, tenantId: string, rows: readonly Row[]): Promise<void> {
  const { rows: documents } = await client.query<{ id: string }>(
    `insert into app.documents (tenant_id, document_name, file_name, file_url, status, analysed_version, readers)
     select $1, 'Document ' || n, 'document.pdf', 'gs://bench/document', 'ready', 1, case when n % 10 = 0 then array['role:claims'] end
     from generate_series(1, $2::integer) n returning id`,
    [tenantId, rows.length / perDocument],
  );
  await client.query(
    `insert into app.rag_embeddings (tenant_id, source_type, source_id, chunk_index, chunk_text, model_used, embedding_vector)
     select $1, 'document', ($2::uuid[])[(n - 1) / ${perDocument} + 1], n, text, $3, vector::real[]::public.embedding
     from unnest($4::text[], $5::text[]) with ordinality as row (text, vector, n)`,
    [
      tenantId,
      documents.map(({ id }) => id),
      model,
      rows.map(({ text }) => text),
      rows.map(({ vector }) => `{${Array.from(vector, (value) => value.toFixed(5)).join(',')}}`),
    ],
  );
}
