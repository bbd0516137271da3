import { hashApiToken, readApiToken } from '../../../auth/api-token.ts';
import { withTenant } from '../../../db/scope.ts';
import { nothingHere, WheelhouseError } from '../../../errors.ts';
import type { SecretHolder } from '../../../resource/verb.ts';

/** One answer for every link that shows nothing: who guesses learns nothing. */
const noSuchLink = () => nothingHere('There is no such link, or it has ended.');

/** A link works until it expires or is revoked, the trip has ended or the route has. */
const lookSql = `update location_shares s set view_count = view_count + 1, last_viewed_at = greatest(last_viewed_at, $3)
  where s.id = $1 and s.token_hash = $2 and s.expires_at > $3 and s.revoked_at is null
    and (s.trip_id is null or exists (select from trips t where t.id = s.trip_id and t.ended_at is null))
    and (s.route_id is null or exists (select from routes r where r.id = s.route_id and r.status in ('planned', 'active')))
  returning s.id`;

/** Who holds the secret of a link may look at what it shows. Each look is counted. */
export const holderOfLink: SecretHolder = async (secret, services) => {
  const claim = readApiToken(secret, 'whs');
  if (!claim) throw noSuchLink();
  const { tenantId, tokenId } = claim;
  const actor = { kind: 'token', tokenId } as const;
  const scope = { tenantId, actor, databaseRole: 'authenticated_user', request: { operation: 'location-shares.view' } } as const;
  const values = [tokenId, hashApiToken(secret), services.clock.now()];
  const looked = await withTenant(services.database, scope, (tx) => tx.query(lookSql, values, 'look_at_shared_location'), {
    statements: 1,
  }).catch((error: unknown) => {
    if (isClosed(error)) throw noSuchLink();
    throw error;
  });
  if (looked.length === 0) throw noSuchLink();
  return {
    actor,
    tenantId,
    databaseRole: 'authenticated_user',
    permissions: ['location_share.read'],
    denied: [],
    rateLimitSubject: `share:${tokenId}`,
    requestsPerHour: services.config.rateLimitRequestsPerHour,
  };
};

/** The organisation of the link does not exist (any more) or is suspended. */
function isClosed(error: unknown): boolean {
  if (error instanceof WheelhouseError) return error.status === 404;
  const code = (error as { code?: string }).code;
  return code === 'WH404' || code === 'WH403';
}
