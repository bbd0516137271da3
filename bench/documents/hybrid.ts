import { readConfig } from '@wheelhouse/shared/config.ts';
import { openDatabase } from '@wheelhouse/shared/db/database.ts';
import { type Scope, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { findPassages } from '@wheelhouse/shared/domains/documents/search/find-passages.ts';
import pg from 'pg';
import { openBenchDatabase } from '../support/database.ts';
import { fill, model, type Question } from './hybrid/fill.ts';

const passages = 50_000;
const questions = 300;
const neighbours = 60;

const bareSql = `select id from app.rag_embeddings
  order by embedding_vector::public.vector(512) operator(public.<=>) $1::real[]::public.vector(512) limit ${neighbours}`;

/**
 * The 95th percentile of a whole hybrid search (transaction, row security, vectors, full text, fusion, the passages themselves), as a user
 * who may not see every document, over that of a bare query of the HNSW index for as many neighbours as the search takes from it. Both are
 * asked in turns, on warm connections. Nothing without pgvector.
 */
export async function hybrid(): Promise<{ hybrid_vs_vector?: number }> {
  const bench = await openBenchDatabase('hybrid');
  const client = new pg.Client({ connectionString: bench.adminUrl });
  await client.connect();
  const database = openDatabase({ connectionString: bench.appUrl }, { ...readConfig({}), databasePoolSize: 1 });
  try {
    const { rowCount } = await client.query(`select from pg_extension where extname = 'vector'`);
    if (rowCount === 0) {
      console.log('hybrid: skipped, as this server has no pgvector (.ci/postgres15.sh run npm run bench -- documents hybrid)');
      return {};
    }
    const filled = await fill(client, passages, questions);
    await client.query('set hnsw.iterative_scan = relaxed_order');
    const bare = async ({ vector }: Question) => {
      const { rowCount: found } = await client.query({ name: 'bare', text: bareSql, values: [[...vector]] });
      if (found !== neighbours) throw new Error(`The index gave ${found} neighbours, not ${neighbours}.`);
    };
    const scope: Scope = {
      tenantId: filled.tenantId,
      actor: { kind: 'user', userId: '00000000-0000-4000-8000-000000000001' },
      databaseRole: 'authenticated_user',
      request: { operation: 'bench' },
    };
    const whole = async ({ query, vector }: Question) => {
      const question = { query, embedded: { vector, model }, filters: {}, limit: 10 };
      const found = await withTenant(database, scope, (tx) => findPassages(tx, question), { access: 'read' });
      if (found.length !== 10) throw new Error(`A search found ${found.length} passages, not 10.`);
    };
    const times = { bare: [] as number[], whole: [] as number[] };
    // The first round warms caches and prepared statements.
    for (const round of [0, 1]) {
      for (const question of filled.questions) {
        const took = { bare: await timed(bare, question), whole: await timed(whole, question) };
        if (round === 0) continue;
        times.bare.push(took.bare);
        times.whole.push(took.whole);
      }
    }
    const shown = (values: number[]) =>
      `${quantile(values, 0.5).toFixed(2)} ms in the middle, ${quantile(values, 0.95).toFixed(2)} ms p95`;
    console.log(`${passages} passages, ${questions} questions: bare HNSW ${shown(times.bare)}; hybrid ${shown(times.whole)}`);
    return { hybrid_vs_vector: quantile(times.whole, 0.95) / quantile(times.bare, 0.95) };
  } finally {
    await database.close();
    await client.end();
    await bench.close();
  }
}

async function timed(ask: (question: Question) => Promise<void>, question: Question): Promise<number> {
  const startedAt = performance.now();
  await ask(question);
  return performance.now() - startedAt;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] as number;
}
