import { readdirSync, readFileSync } from 'node:fs';
import { readConfig } from '@wheelhouse/shared/config.ts';
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { asAdmin } from '@wheelhouse/shared/db/migrate/index.ts';
import { type Scope, type Tx, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { embeddedText } from '@wheelhouse/shared/domains/documents/embedding/embedded-text.ts';
import { type EmbeddingProvider, embeddingProvider } from '@wheelhouse/shared/domains/documents/embedding/index.ts';
import { findByVector } from '@wheelhouse/shared/domains/documents/search/by-vector.ts';
import { narrow } from '@wheelhouse/shared/domains/documents/search/filters.ts';
import { findPassages } from '@wheelhouse/shared/domains/documents/search/find-passages.ts';
import { chunkPages } from '@wheelhouse/shared/domains/documents/text/chunk.ts';
import { openBenchDatabase } from '../support/database.ts';

/** A question, and the heading of the one passage that answers it. */
type Question = { kind: 'paraphrase' | 'identifier'; query: string; document: string; heading: string };

const ways = ['hybrid', 'text', 'vector'] as const;
type Way = (typeof ways)[number];

const top = 5;
const directory = new URL('retrieval/', import.meta.url);

/**
 * Recall at 5 over the questions of `retrieval/questions.json`: the share of them whose passage is among the first five. Documents are cut,
 * embedded with the embedded provider and searched as any others. Full text alone and vectors alone are printed beside.
 */
export async function retrieval(): Promise<{ recall5_paraphrase: number; recall5_identifier: number }> {
  const bench = await openBenchDatabase('retrieval');
  const database = openDatabase({ connectionString: bench.appUrl }, readConfig({}));
  const model = embeddingProvider({ provider: 'embedded' });
  const scope = await addTenant(bench.adminUrl);
  const inTenant = <T>(fn: (tx: Tx) => Promise<T>) => withTenant(database, scope, fn);
  try {
    let passages = 0;
    for (const file of readdirSync(new URL('documents/', directory))) passages += await store(inTenant, model, file);
    const questions: Question[] = JSON.parse(readFileSync(new URL('questions.json', directory), 'utf8'));
    const recall = {} as Record<Question['kind'], Record<Way, number>>;
    console.log([`recall@${top}, ${passages} passages`, ...ways].map(cell).join(''));
    for (const kind of ['paraphrase', 'identifier'] as const) {
      const asked = questions.filter((question) => question.kind === kind);
      recall[kind] = await recallOf(inTenant, model, asked);
      console.log([`${asked.length} ${kind}`, ...ways.map((way) => recall[kind][way].toFixed(2))].map(cell).join(''));
    }
    return { recall5_paraphrase: recall.paraphrase.hybrid, recall5_identifier: recall.identifier.hybrid };
  } finally {
    await database.close();
    await bench.close();
  }
}

const cell = (text: string, column: number) => text.padEnd(column === 0 ? 26 : 8);

type InTenant = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;

async function addTenant(adminUrl: string): Promise<Scope> {
  const tenantId = await asAdmin(adminUrl, async (client) => {
    const { rows } = await client.query(
      `insert into platform.tenants (name, slug, status) values ('Bench', 'bench', 'active') returning id`,
    );
    return rows[0].id as string;
  });
  const request = { operation: 'bench' };
  return { tenantId, actor: { kind: 'system', reason: 'bench' }, databaseRole: 'authenticated_user', request };
}

async function store(inTenant: InTenant, model: EmbeddingProvider, file: string): Promise<number> {
  const text = readFileSync(new URL(`documents/${file}`, directory), 'utf8');
  const chunks = chunkPages([{ number: 1, text }]);
  const vectors = await model.embed(chunks.map(embeddedText));
  await inTenant(async (tx) => {
    const [document] = await tx.query<{ id: string }>(
      `insert into documents (document_name, file_name, file_url, analysed_version) values ($1::text, $1::text, 'gs://bench/document', 1) returning id`,
      [file],
    );
    for (const [index, chunk] of chunks.entries()) {
      await tx.query(
        `insert into rag_embeddings (source_type, source_id, chunk_index, chunk_text, heading, model_used, embedding_vector)
         values ('document', $1, $2, $3, $4, $5, $6::real[]::public.embedding)`,
        [document?.id, index, chunk.text, chunk.heading ?? null, model.model, [...(vectors[index] as Float32Array)]],
      );
    }
  });
  return chunks.length;
}

/** Full text as PostgreSQL ranks it, any word of the question sufficing. */
const fullText = `with question as (
    select string_agg(quote_literal(lexeme), ' | ')::tsquery as words from unnest(to_tsvector('pg_catalog.english', regexp_replace($1, '[^[:alnum:]]+', ' ', 'g')))
  )
  select c.id from rag_embeddings c, question where c.search_vector @@ words order by ts_rank_cd(c.search_vector, words) desc, c.id limit $2`;

async function recallOf(inTenant: InTenant, model: EmbeddingProvider, questions: Question[]): Promise<Record<Way, number>> {
  const right: Record<Way, number> = { hybrid: 0, text: 0, vector: 0 };
  for (const { query, document, heading } of questions) {
    const [vector] = await model.embed([query], { purpose: 'query' });
    const embedded = { vector: vector as Float32Array, model: model.model };
    const found = await inTenant(async (tx) => {
      const [wanted] = await tx.query<{ id: string }>(
        'select c.id from rag_embeddings c join documents d on d.id = c.source_id where d.document_name = $1 and c.heading = $2',
        [`${document}.md`, heading],
      );
      if (!wanted) throw new Error(`No passage of ${document} stands under '${heading}'.`);
      const hybrid = await findPassages(tx, { query, embedded, filters: {}, limit: top });
      const text = await tx.query<{ id: string }>(fullText, [query, top]);
      const near = await findByVector(tx, embedded, await narrow(tx, {}), top);
      return {
        hybrid: hybrid.some((passage) => passage.documentName === `${document}.md` && passage.heading === heading),
        text: text.some(({ id }) => id === wanted.id),
        vector: near.some(({ id }) => id === wanted.id),
      };
    });
    for (const way of ways) right[way] += found[way] ? 1 : 0;
    if (!found.hybrid) console.log(`  missed: ${query} (${heading})`);
  }
  return Object.fromEntries(ways.map((way) => [way, right[way] / questions.length])) as Record<Way, number>;
}
