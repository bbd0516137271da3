import type { Tx } from '../../../db/scope.ts';
import type { StoredObject } from '../../../runtime/event-function.ts';
import { emitCreated } from '../record.ts';
import { documentResource, documentVersionResource } from '../resources.ts';
import { extensionOf, fileUrl, type ObjectPlace } from '../storage/object-name.ts';
import type { AnalysisStatus } from '../tables/index.ts';
import { compareGeneration, findVersion, type KnownVersion } from './find-version.ts';
import { folderOfPath } from './folder-of-path.ts';
import type { AnalysisOutcome, Target } from './outcome.ts';
import type { ObjectContent } from './read-object.ts';

export type TenantPlace = Extract<ObjectPlace, { kind: 'upload' | 'inbox' }>;

/** How far the analysis had come, and how often it was begun from there, this time included. */
export type Arrival = { status: AnalysisStatus; attempts: number; lastError: string | null };

type Received = { target: Target; arrival: Arrival } | Extract<AnalysisOutcome, { outcome: 'unchanged' | 'superseded' }>;

/**
 * Notes that a file has arrived: on the version that awaited it, or on a version that is made for it. A file dropped under a name
 * that is known is a new version of that document, unless it is the same file again. Deliveries of one object go through here one
 * after the other.
 */
export async function receive(tx: Tx, object: StoredObject, place: TenantPlace, content: ObjectContent): Promise<Received> {
  const url = fileUrl(object.bucket, object.name);
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [url]);
  // Its state is read after this: another delivery may be about to finish the same analysis.
  await tx.query(
    `select from documents where id in (select document_id from document_versions where file_url = $1) for no key update`,
    [url],
  );
  const known = await findVersion(tx, url, place.kind === 'upload' ? place.versionNumber : undefined);
  const state = known && compareGeneration(known, object.generation);
  if (state === 'done') return { outcome: 'unchanged' };
  if (state === 'old') return { outcome: 'superseded' };
  const version = await versionFor(tx, object, place, content, known);
  const target: Target = { ...version, generation: object.generation };
  const arrival = await noteArrival(tx, target, object, content);
  return arrival ? { target, arrival } : { outcome: 'superseded' };
}

type Version = Pick<Target, 'documentId' | 'versionId' | 'versionNumber'>;

async function versionFor(
  tx: Tx,
  object: StoredObject,
  place: TenantPlace,
  content: ObjectContent,
  known: KnownVersion | undefined,
): Promise<Version> {
  if (place.kind === 'inbox' && !known) return dropDocument(tx, object, place);
  if (!known) throw new Error(`The version of ${object.name} was there a moment ago and is gone.`);
  const { documentId, id: versionId, versionNumber } = known;
  const otherFile = known.checksum !== null && known.checksum !== content.checksum;
  if (place.kind === 'inbox' && otherFile) return addDroppedVersion(tx, object, place, documentId);
  return { documentId, versionId, versionNumber };
}

async function dropDocument(tx: Tx, object: StoredObject, place: Extract<TenantPlace, { kind: 'inbox' }>): Promise<Version> {
  const { fileName } = place;
  const folderId = await folderOfPath(tx, place.folders);
  const [document] = await tx.query<{ id: string }>(
    `insert into documents (document_name, file_name, file_type, file_url, folder_id) values ($1, $2, $3, $4, $5) returning id`,
    [
      [...fileName].slice(0, 500).join(''),
      fileName,
      extensionOf(fileName) ?? null,
      fileUrl(object.bucket, object.name),
      folderId,
    ],
  );
  const documentId = document!.id;
  const versionId = await insertVersion(tx, object, fileName, documentId, 1);
  await emitCreated(tx, documentResource, documentId);
  await emitCreated(tx, documentVersionResource, versionId);
  return { documentId, versionId, versionNumber: 1 };
}

async function addDroppedVersion(
  tx: Tx,
  object: StoredObject,
  place: Extract<TenantPlace, { kind: 'inbox' }>,
  documentId: string,
): Promise<Version> {
  const [latest] = await tx.query<{ number: number }>(
    'select max(version_number) as number from document_versions where document_id = $1',
    [documentId],
  );
  const versionNumber = latest!.number + 1;
  const versionId = await insertVersion(tx, object, place.fileName, documentId, versionNumber);
  await emitCreated(tx, documentVersionResource, versionId);
  return { documentId, versionId, versionNumber };
}

async function insertVersion(tx: Tx, object: StoredObject, fileName: string, documentId: string, number: number) {
  const [version] = await tx.query<{ id: string }>(
    `insert into document_versions (document_id, version_number, file_name, file_url, content_type)
     values ($1, $2, $3, $4, $5) returning id`,
    [documentId, number, fileName, fileUrl(object.bucket, object.name), object.contentType?.slice(0, 255) ?? null],
  );
  return version!.id;
}

/**
 * Notes the file on its version. An analysis that was interrupted, or that is to go on from a certain step, goes on; that of another
 * file begins anew. Undefined for a version that arrives after a newer one: it is kept and not read.
 */
async function noteArrival(tx: Tx, target: Target, object: StoredObject, content: ObjectContent): Promise<Arrival | undefined> {
  const { documentId, versionId, versionNumber, generation } = target;
  const [version] = await tx.query<{ status: AnalysisStatus; attempts: number; lastError: string | null }>(
    `update document_versions
     set generation = $2, file_size_bytes = $3, checksum = $4::varchar, content_type = coalesce($5, content_type),
       status = case when checksum = $4::varchar and status not in ('ready', 'failed') then status else 'received' end,
       attempts = case when checksum = $4::varchar and status not in ('ready', 'failed') then attempts + 1 else 1 end,
       failure_reason = null, failure_detail = null
     where id = $1
     returning status, attempts, last_error as "lastError"`,
    [versionId, generation, content.sizeBytes, content.checksum, object.contentType?.slice(0, 255) ?? null],
  );
  const current = await tx.query(
    `update documents d
     set version = $2, file_url = v.file_url, file_name = v.file_name, file_size_bytes = $4, status = v.status,
       failure_reason = null, failure_detail = null
     from document_versions v
     where d.id = $1 and d.version <= $2 and v.tenant_id = d.tenant_id and v.id = $3
     returning d.id`,
    [documentId, versionNumber, versionId, content.sizeBytes],
  );
  if (current.length === 1) return version;
  await tx.query(
    `update document_versions set status = 'ready', attempts = 0, page_count = null, chunk_count = 0 where id = $1`,
    [versionId],
  );
  return undefined;
}
