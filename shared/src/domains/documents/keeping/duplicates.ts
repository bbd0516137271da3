import type { Tx } from '../../../db/scope.ts';
import { nearDuplicateBits } from './simhash.ts';

export type Duplicate = {
  documentId: string;
  documentName: string;
  isArchived: boolean;
  /** 1 for the same bytes; below 1 the share of equal bits in the fingerprints of the texts. */
  similarity: number;
};

type Of = { documentId: string; checksum: string | null; simhash: string | null };

// Two texts with the same fingerprint are not the same bytes: at most 0.99.
const sql = (
  readable: string,
) => `select d.id as "documentId", d.document_name as "documentName", d.is_archived as "isArchived", m.similarity
  from documents d
    cross join lateral (
      select max(one) as similarity from (
        select 1::double precision as one from document_versions v
        where v.tenant_id = d.tenant_id and v.document_id = d.id and v.checksum = $2
        union all
        select least(0.99, 1 - bit_count(('x' || d.text_simhash)::bit(64) # ('x' || $3::text)::bit(64)) / 64.0)
        where bit_count(('x' || d.text_simhash)::bit(64) # ('x' || $3::text)::bit(64)) <= ${nearDuplicateBits}
      ) s
    ) m
  where d.id <> $1 and m.similarity is not null and ${readable}
    and (d.text_simhash is not null and $3::text is not null
      or d.id in (select v.document_id from document_versions v where v.checksum = $2))
  order by m.similarity desc, d.created_at, d.id
  limit $4`;

/**
 * Documents with the same file in any of their versions, or nearly the same text; also archived ones. The most similar come first, of
 * equal ones the oldest.
 *
 * @param readable SQL: which documents `d` count
 */
export function findDuplicates(tx: Tx, of: Of, { readable = 'true', limit = 50 } = {}): Promise<Duplicate[]> {
  return tx.query<Duplicate>(sql(readable), [of.documentId, of.checksum, of.simhash, limit]);
}

/** The document that one with this file and text is most likely a duplicate of. */
export async function findDuplicate(tx: Tx, of: Of): Promise<Pick<Duplicate, 'documentId' | 'similarity'> | undefined> {
  const [first] = await findDuplicates(tx, of, { limit: 1 });
  return first && { documentId: first.documentId, similarity: first.similarity };
}
