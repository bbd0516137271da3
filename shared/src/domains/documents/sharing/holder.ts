import { hashApiToken, readApiToken } from '../../../auth/api-token.ts';
import { withTenant } from '../../../db/scope.ts';
import { nothingHere, WheelhouseError } from '../../../errors.ts';
import type { SecretHolder } from '../../../resource/verb.ts';

/** One answer for every link that shows nothing: who guesses learns nothing. */
export const noSuchLink = () => nothingHere('There is no such link, or it has ended.');

/** SQL: whether a link `s` to a document `d` works at the moment `$2`. */
export const isOpenLink = `s.expires_at > $2 and s.revoked_at is null and (s.max_access_count is null or s.access_count < s.max_access_count)
  and not d.is_archived`;

const linkSql = `select s.id from document_shares s join documents d on d.tenant_id = s.tenant_id and d.id = s.document_id
  where s.id = $1 and ${isOpenLink} and s.token_hash = $3`;

/**
 * Who holds the secret of a link may open its document: row security shows them this one alone, as they act as a token with the id of
 * the link.
 */
export const holderOfDocumentLink: SecretHolder = async (secret, services) => {
  const claim = readApiToken(secret, 'whd');
  if (!claim) throw noSuchLink();
  const { tenantId, tokenId } = claim;
  const actor = { kind: 'token', tokenId } as const;
  const scope = { tenantId, actor, databaseRole: 'authenticated_user', request: { operation: 'documents.openShared' } } as const;
  const values = [tokenId, services.clock.now(), hashApiToken(secret)];
  const found = await withTenant(services.database, scope, (tx) => tx.query(linkSql, values), {
    access: 'read',
    statements: 1,
  }).catch((error: unknown) => {
    if (isClosed(error)) throw noSuchLink();
    throw error;
  });
  if (found.length === 0) throw noSuchLink();
  return {
    actor,
    tenantId,
    databaseRole: 'authenticated_user',
    permissions: ['document.read_own'],
    denied: [],
    rateLimitSubject: `document-link:${tokenId}`,
    requestsPerHour: services.config.rateLimitRequestsPerHour,
  };
};

/** The organisation of the link does not exist (any more) or is suspended. */
function isClosed(error: unknown): boolean {
  if (error instanceof WheelhouseError) return error.status === 404;
  const code = (error as { code?: string }).code;
  return code === 'WH404' || code === 'WH403';
}
