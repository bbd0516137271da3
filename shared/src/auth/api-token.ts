import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { parse, stringify } from 'uuid';

/** Which token a presented one claims to be. */
export type ApiTokenClaim = { tenantId: string; tokenId: string };

/** What a token is for: `whk` stands for an API token, `whs` for a link to a place, `whd` for a link to a document. */
export type TokenKind = 'whk' | 'whs' | 'whd';

// whk_, the ids of token and tenant (32 bytes), _, the secret (32 bytes); both in base64url. The token's id comes first, so that
// the first characters tell tokens of one tenant apart.
const form = /^(wh[dks])_([A-Za-z0-9_-]{43})_[A-Za-z0-9_-]{43}$/;

/**
 * A new token. It names its tenant, so it can be looked up inside that tenant's own scope, wherever its rows are.
 *
 * @returns the token to hand out once, and what is kept of it: SHA-256 in hex and the first 20 characters
 */
export function makeApiToken(
  { tenantId, tokenId }: ApiTokenClaim,
  kind: TokenKind = 'whk',
): { token: string; hash: string; prefix: string } {
  const ids = Buffer.concat([parse(tokenId), parse(tenantId)]).toString('base64url');
  const token = `${kind}_${ids}_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashApiToken(token), prefix: token.slice(0, 20) };
}

/** The ids in a token, or undefined where it has not the form of one of this kind. */
export function readApiToken(token: string, kind: TokenKind = 'whk'): ApiTokenClaim | undefined {
  const [, found, ids] = form.exec(token) ?? [];
  if (!ids || found !== kind) return undefined;
  const bytes = Buffer.from(ids, 'base64url');
  try {
    return { tokenId: stringify(bytes.subarray(0, 16)), tenantId: stringify(bytes.subarray(16)) };
  } catch {
    return undefined;
  }
}

export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares in a time that does not depend on where the hashes differ. */
export function isSameHash(hash: string, other: string): boolean {
  const [a, b] = [Buffer.from(hash), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether an address lies in one of the networks (`203.0.113.0/24`, `2001:db8::/32`, or a single address). */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const plain = withoutMapping(address);
  const family = isIP(plain);
  if (family === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', prefix] = network.split('/');
    const version = isIP(base) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(base, prefix === undefined ? (version === 'ipv6' ? 128 : 32) : Number(prefix), version);
  }
  return list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** A socket that listens on both families shows an IPv4 peer as ::ffff:192.0.2.1 (RFC 4291, section 2.5.5.2). */
function withoutMapping(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}
