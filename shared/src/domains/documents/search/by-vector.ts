import type { Tx } from '../../../db/scope.ts';
import { type Filters, filterValues, fromPassages } from './filters.ts';
import type { VectorHit } from './fuse.ts';

/** A question as a vector, and the model that made it. */
export type EmbeddedQuery = { vector: Float32Array; model: string };

const distance = 'public.cosine_distance_of(c.embedding_vector, $6::real[]::public.embedding)';

/** The passages nearest to a question in meaning, nearest first. Only passages of the same model can be compared with it. */
export async function findByVector(tx: Tx, query: EmbeddedQuery, filters: Filters, limit: number): Promise<VectorHit[]> {
  // The index knows nothing of tenants and filters: without iterative scans it would give its nearest 40 of all tenants, of which row
  // security might leave none. The setting came with pgvector 0.8.
  await tx.query(
    `select set_config('hnsw.iterative_scan', 'relaxed_order', true) from pg_catalog.pg_extension
     where extname = 'vector' and string_to_array(extversion, '.')::integer[] >= array[0, 8]`,
  );
  const hits = await nearest(tx, query, filters, limit, distance);
  // Either there are no more, and looking at all of them costs little; or the index gave up (hnsw.max_scan_tuples) among nearer passages
  // of others, and looking at all of this tenant's is the way to find them. An expression over the distance keeps the index out.
  return hits.length < limit ? nearest(tx, query, filters, limit, `${distance} + 0`) : hits;
}

function nearest(tx: Tx, query: EmbeddedQuery, filters: Filters, limit: number, measure: string) {
  // Relaxed order may give neighbours slightly out of order, so the hits are sorted once more.
  return tx.query<VectorHit>(
    `with nearest as materialized (
       select c.id, ${measure} as distance
       ${fromPassages} and c.model_used = $5
       order by distance
       limit $7
     )
     select id from nearest order by distance, id`,
    [...filterValues(filters), query.model, [...query.vector], limit],
  );
}
