import type { Tx } from '../../../db/scope.ts';
import type { Narrowing } from './filters.ts';
import type { VectorHit } from './fuse.ts';

/** A question as a vector, and the model that made it. */
export type EmbeddedQuery = { vector: Float32Array; model: string };

const byIndex = 'public.cosine_distance_of(c.embedding_vector, $1::real[]::public.embedding)';
/** An expression over the distance keeps the index out. */
const byAll = `${byIndex} + 0`;

/** The passages nearest to a question in meaning, nearest first. Only passages of the same model can be compared with it. */
export async function findByVector(
  tx: Tx,
  query: EmbeddedQuery,
  narrowed: (taken: number) => Narrowing,
  limit: number,
): Promise<VectorHit[]> {
  const narrowing = narrowed(3);
  if (narrowing.few) return nearest(tx, query, narrowing, limit, byAll);
  const [, hits] = await Promise.all([scanOn(tx), nearest(tx, query, narrowing, limit, byIndex)]);
  // Either there are no more, and looking at all of them costs little; or the index gave up (hnsw.max_scan_tuples) among nearer passages
  // of others, and looking at all of this tenant's is the way to find them.
  return hits.length < limit ? nearest(tx, query, narrowing, limit, byAll) : hits;
}

/**
 * The index knows nothing of tenants and filters: without iterative scans it would give its nearest 40 of all tenants, of which row
 * security might leave none. The setting came with pgvector 0.8.
 */
function scanOn(tx: Tx) {
  return tx.query(
    `select set_config('hnsw.iterative_scan', 'relaxed_order', true) from pg_catalog.pg_extension
     where extname = 'vector' and string_to_array(extversion, '.')::integer[] >= array[0, 8]`,
    [],
    'scan_on',
  );
}

function nearest(tx: Tx, query: EmbeddedQuery, { join, values }: Narrowing, limit: number, measure: string) {
  // Relaxed order may give neighbours slightly out of order, so the hits are sorted once more.
  return tx.query<VectorHit>(
    `with nearest as materialized (
       select c.id, ${measure} as distance
       from rag_embeddings c ${join}
       where c.model_used = $2
       order by distance
       limit $3
     )
     select id from nearest order by distance, id`,
    [[...query.vector], query.model, limit, ...values],
    // Planned once a connection where it is always the same statement.
    values.length === 0 && measure === byIndex ? 'nearest_passages' : undefined,
  );
}
