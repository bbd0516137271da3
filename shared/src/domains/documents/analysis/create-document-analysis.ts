import { type Scope, type Tx, withTenant } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import type { StoredObject } from '../../../runtime/event-function.ts';
import { fileUrl, parseObjectName } from '../storage/object-name.ts';
import { findTenant } from './find-tenant.ts';
import { compareGeneration, findVersion } from './find-version.ts';
import type { AnalysisOutcome, RejectionReason } from './outcome.ts';
import { readObject } from './read-object.ts';
import { receive } from './receive.ts';
import { rejectObject } from './reject.ts';
import { understand } from './understand.ts';

export type DocumentAnalysis = {
  /**
   * Reads a stored object, understands it and makes it searchable, step by step. Once for a generation: a repeated event changes
   * nothing, and one after a crash goes on where it stopped. What can never succeed is recorded (as a failed document, or a rejected
   * message) and not thrown.
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
    if (place.kind === 'placeholder' || place.kind === 'derived') return { outcome: 'ignored' };
    if (place.kind === 'outside') return reject(object, 'outside_tenant_folder');
    const tenantId = await findTenant(database, place.kind === 'upload' ? place.tenantId : place.tenant);
    if (!tenantId) return reject(object, 'unknown_tenant');
    const scope = systemScope(tenantId, object);
    const inTenant = <T>(fn: (tx: Tx) => Promise<T>) => withTenant(database, scope, fn);

    const url = fileUrl(object.bucket, object.name);
    const known = await inTenant((tx) => findVersion(tx, url, place.kind === 'upload' ? place.versionNumber : undefined));
    if (!known && place.kind === 'upload') return reject(object, 'unknown_document');
    const state = known && compareGeneration(known, object.generation);
    if (state === 'done') return { outcome: 'unchanged' };
    if (state === 'old') return { outcome: 'superseded' };

    const content = await readObject(await services.storage(), object);
    if (!content) return { outcome: 'superseded' };
    const received = await inTenant((tx) => receive(tx, object, place, content));
    return 'outcome' in received ? received : understand(services, { scope, object, content, ...received });
  }

  async function reject(object: StoredObject, reason: RejectionReason): Promise<AnalysisOutcome> {
    await rejectObject(database, object, reason);
    return { outcome: 'rejected', reason };
  }

  return { analyse };
}

function systemScope(tenantId: string, object: StoredObject): Scope {
  return {
    tenantId,
    actor: { kind: 'system', reason: 'analyse a stored object' },
    databaseRole: 'authenticated_user',
    request: { operation: 'documents.analyse', requestId: object.eventId },
  };
}
