import type { Scope, Tx } from '../../../db/scope.ts';
import { withTenant } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import type { StoredObject } from '../../../runtime/event-function.ts';
import { fileUrl, parseObjectName } from '../storage/object-name.ts';
import { chunkPages, extractText, UnreadableDocument } from '../text/index.ts';
import { looksLikePdf } from '../text/pdf.ts';
import { embedChunks } from './embed-chunks.ts';
import { findTenant } from './find-tenant.ts';
import { compareGeneration, findVersion } from './find-version.ts';
import type { AnalysisOutcome, RejectionReason, Target } from './outcome.ts';
import { recordStep } from './progress.ts';
import { type Analysis, publish, publishFailure } from './publish.ts';
import { maxAnalysedBytes, type ObjectContent, readObject } from './read-object.ts';
import { receive, type TenantPlace } from './receive.ts';
import { rejectObject } from './reject.ts';
import { storable } from './stored-text.ts';

export type DocumentAnalysis = {
  /**
   * Reads a stored object and makes it searchable. Once for a generation: a repeated event changes nothing, and one after a crash
   * finishes what is missing. What can never succeed is recorded (as a failed document, or a rejected message) and not thrown.
   *
   * @throws what may succeed later: the database, the storage or the model cannot be reached
   */
  analyse(object: StoredObject): Promise<AnalysisOutcome>;
};

/** The analysis of files that arrive in the documents bucket. */
export function createDocumentAnalysis({ services }: { services: Services }): DocumentAnalysis {
  const { database } = services;

  async function analyse(object: StoredObject): Promise<AnalysisOutcome> {
    const place = parseObjectName(object.name);
    if (place.kind === 'placeholder') return { outcome: 'ignored' };
    if (place.kind === 'outside') return reject(object, 'outside_tenant_folder');
    const tenantId = await findTenant(database, place.kind === 'upload' ? place.tenantId : place.tenant);
    if (!tenantId) return reject(object, 'unknown_tenant');
    const inTenant = <T>(fn: (tx: Tx) => Promise<T>) => withTenant(database, systemScope(tenantId, object), fn);

    const url = fileUrl(object.bucket, object.name);
    const known = await inTenant((tx) => findVersion(tx, url, place.kind === 'upload' ? place.versionNumber : undefined));
    if (!known && place.kind === 'upload') return reject(object, 'unknown_document');
    const state = known && compareGeneration(known, object.generation);
    if (state === 'done') return { outcome: 'unchanged' };
    if (state === 'old') return { outcome: 'superseded' };

    const content = await readObject(await services.storage(), object);
    return content ? analyseContent(inTenant, object, place, content) : { outcome: 'superseded' };
  }

  async function analyseContent(
    inTenant: InTenant,
    object: StoredObject,
    place: TenantPlace,
    content: ObjectContent,
  ): Promise<AnalysisOutcome> {
    const received = await inTenant((tx) => receive(tx, object, place, content));
    if ('outcome' in received) return received;
    const { target } = received;
    const { documentId, versionNumber } = target;
    try {
      const analysis = await read(inTenant, target, object, content);
      if (!analysis) return { outcome: 'unchanged' };
      const outcome = await inTenant((tx) => publish(tx, target, analysis));
      if (outcome !== 'analysed') return { outcome };
      const [pageCount, chunkCount] = [analysis.pages.length, analysis.chunks.length];
      return { outcome, documentId, versionNumber, pageCount, chunkCount };
    } catch (error) {
      if (!(error instanceof UnreadableDocument || error instanceof TooLarge)) throw error;
      const { reason, message } = error;
      const recorded = await inTenant((tx) => publishFailure(tx, target, reason, message));
      return recorded ? { outcome: 'failed', documentId, versionNumber, reason } : { outcome: 'unchanged' };
    }
  }

  /** Undefined when the analysis is no longer wanted. */
  async function read(
    inTenant: InTenant,
    target: Target,
    object: StoredObject,
    { bytes }: ObjectContent,
  ): Promise<Analysis | undefined> {
    if (!bytes) throw new TooLarge(object.size);
    const extracted = await extractText(bytes, object.name.split('/').at(-1) as string);
    const { pages, title } = storable(extracted);
    const chunks = chunkPages(pages);
    if (!(await inTenant((tx) => recordStep(tx, target, { status: 'chunked' })))) return undefined;
    const model = await services.embeddings();
    const vectors = await embedChunks(model, chunks);
    if (!(await inTenant((tx) => recordStep(tx, target, { status: 'embedded' })))) return undefined;
    const fileType = looksLikePdf(bytes) ? 'pdf' : 'txt';
    return { fileType, title, pages, chunks, vectors, model: model.model };
  }

  async function reject(object: StoredObject, reason: RejectionReason): Promise<AnalysisOutcome> {
    await rejectObject(database, object, reason);
    return { outcome: 'rejected', reason };
  }

  return { analyse };
}

type InTenant = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;

class TooLarge extends Error {
  readonly reason = 'too_large';

  constructor(sizeBytes: number) {
    super(`This file has ${sizeBytes} bytes; files of at most ${maxAnalysedBytes} bytes are read.`);
  }
}

function systemScope(tenantId: string, object: StoredObject): Scope {
  return {
    tenantId,
    actor: { kind: 'system', reason: 'analyse a stored object' },
    databaseRole: 'authenticated_user',
    request: { operation: 'documents.analyse', requestId: object.eventId },
  };
}
