import type { Tx } from '../../../db/scope.ts';
import type { AnalysisStatus } from '../tables/index.ts';

/** The newest version whose file is, or will be, at an address. */
export type KnownVersion = {
  id: string;
  documentId: string;
  versionNumber: number;
  /** Null while the upload is awaited. */
  generation: string | null;
  checksum: string | null;
  status: AnalysisStatus;
};

export async function findVersion(tx: Tx, url: string, versionNumber?: number): Promise<KnownVersion | undefined> {
  const rows = await tx.query<KnownVersion>(
    `select id, document_id as "documentId", version_number as "versionNumber", generation::text as generation, checksum, status
     from document_versions
     where file_url = $1 and ($2::integer is null or version_number = $2)
     order by version_number desc
     limit 1`,
    [url, versionNumber ?? null],
  );
  return rows[0];
}

/** What an event about a generation of a known object means. */
export function compareGeneration(known: KnownVersion, generation: string): 'new' | 'same' | 'done' | 'old' {
  if (known.generation === null || BigInt(known.generation) < BigInt(generation)) return 'new';
  if (known.generation !== generation) return 'old';
  return known.status === 'ready' || known.status === 'failed' ? 'done' : 'same';
}
