import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { accessDenied, unauthenticated, WheelhouseError } from '../errors.ts';
import type { Principal } from '../resource/principal.ts';
import { type Accounts, findAccounts, tenantOfDomain } from './accounts.ts';
import { type ApiTokenClaim, hashApiToken, isInNetworks, isSameHash, readApiToken } from './api-token.ts';
import { type ApiTokenRecord, loadApiToken } from './api-tokens.ts';
import { chooseAccount } from './choose-account.ts';
import { accountLocked, accountRefused, noAccount } from './errors.ts';
import { ExpiringCache } from './expiring-cache.ts';
import { createFirebaseVerifier, type FirebaseIdentity } from './firebase.ts';
import { basicPermissions, restrict } from './permissions.ts';
import { recordSignIn } from './sign-in.ts';
import { TokenUsage } from './token-usage.ts';
import { loadUserRights, type UserRights } from './users.ts';

/** What a request says about who is calling. */
export type Credentials = {
  authorization?: string | undefined;
  /** X-Tenant: id or slug, or `platform` for operators of the platform. */
  tenant?: string | undefined;
  host?: string | undefined;
  ipAddress?: string | undefined;
};

export type Authenticator = {
  /** @throws 401 no or bad credentials, 403 refused account, 400 tenant not clear, 503 cannot be checked now */
  authenticate(credentials: Credentials): Promise<Principal>;
  /** Waits for what is noted beside the requests (uses of tokens, sign-ins); for the end of an instance. */
  settle(): Promise<void>;
};

type Options = {
  database: Database;
  config: Pick<Config, 'googleCloudProject' | 'firebaseAuthEmulatorHost' | 'rateLimitRequestsPerHour'>;
  clock: Clock;
};

/**
 * Authenticates requests by a Firebase ID token or an API token (`Authorization: Bearer …`). What it looks up is remembered for a short
 * while on each instance: a revoked API token works for 5 s more at most, a changed role, permission or account status shows after
 * at most 10 s, a newly verified domain after 60 s.
 */
export function createAuthenticator({ database, config, clock }: Options): Authenticator {
  const remember = <V>(seconds: number) => new ExpiringCache<V>({ clock, ttlMs: seconds * 1000, maxEntries: 10_000 });
  const rights = remember<UserRights | undefined>(10);
  const tokens = remember<ApiTokenRecord>(5);
  const accounts = remember<Accounts>(10);
  const domains = remember<string | undefined>(60);
  const usage = new TokenUsage(database, clock);
  const noting = new Set<Promise<void>>();
  const verifyFirebase = firebaseVerifier(config, clock);

  const rightsOf = (tenantId: string, userId: string) =>
    rights.get(`${tenantId}/${userId}`, () => loadUserRights(database, tenantId, userId, clock.now()));

  async function byApiToken(token: string, { tenant, ipAddress }: Credentials): Promise<Principal> {
    const claim = readApiToken(token);
    if (!claim) throw unauthenticated('The API token is incomplete.', 'invalid_token');
    const record = await tokens.get(claim.tokenId + claim.tenantId, () => knownToken(database, claim));
    if (!isSameHash(hashApiToken(token), record.hash)) throw unknownToken();
    if (!record.isActive) throw unauthenticated('The API token was revoked.', 'invalid_token');
    if (record.expiresAt && record.expiresAt <= clock.now()) throw unauthenticated('The API token has expired.', 'invalid_token');
    if (record.allowedIps.length > 0 && !isInNetworks(ipAddress ?? '', record.allowedIps)) {
      throw accessDenied(`The API token cannot be used from ${ipAddress ?? 'an unknown address'}.`);
    }
    if (tenant !== undefined && tenant.toLowerCase() !== claim.tenantId && tenant.toLowerCase() !== record.tenantSlug) {
      throw noAccount(`The API token belongs to the organisation ${record.tenantSlug}, and X-Tenant names ${tenant}.`);
    }
    const user = await rightsOf(claim.tenantId, record.userId);
    if (!user) throw unknownToken();
    requireActive(user, clock.now());
    usage.count(claim);
    return {
      actor: { kind: 'token', tokenId: claim.tokenId, userId: record.userId },
      tenantId: claim.tenantId,
      databaseRole: user.databaseRole,
      permissions: tokenPermissions(user, record),
      denied: user.denied,
      rateLimitSubject: `token:${claim.tokenId}`,
      requestsPerHour: record.requestsPerHour ?? config.rateLimitRequestsPerHour,
    };
  }

  async function byFirebase(token: string, { tenant, host }: Credentials): Promise<Principal> {
    const identity = await verifyFirebase(token);
    const found = await accounts.get(`${identity.uid}/${identity.emailVerified}`, () => findAccounts(database, identity));
    const tenantOfHost = async () => {
      const domain = (host ?? '').replace(/:\d+$/, '').toLowerCase();
      return domain === '' ? undefined : domains.get(domain, () => tenantOfDomain(database, domain));
    };
    const chosen = await chooseAccount(found, { tenant, tenantOfHost });
    if ('operatorId' in chosen) return operator(chosen.operatorId, config.rateLimitRequestsPerHour);
    const { tenantId, userId } = chosen;
    const user = await signedIn(tenantId, userId, identity);
    requireActive(user, clock.now());
    return {
      actor: { kind: 'user', userId },
      tenantId,
      databaseRole: user.databaseRole,
      permissions: userPermissions(user),
      denied: user.denied,
      rateLimitSubject: `user:${userId}`,
      requestsPerHour: config.rateLimitRequestsPerHour,
    };
  }

  /** The user's rights, with the sign-in noted if it is a new one. Only an activation has to be waited for. */
  async function signedIn(tenantId: string, userId: string, identity: FirebaseIdentity): Promise<UserRights> {
    const user = await rightsOf(tenantId, userId);
    if (!user) throw noAccount('Your user was removed from this organisation.');
    const signIn = { tenantId, userId, signedInAt: identity.signedInAt, emailVerified: provesAddress(identity, user) };
    if (user.accountStatus === 'pending_verification' && signIn.emailVerified) {
      await recordSignIn(database, signIn);
      rights.forget(`${tenantId}/${userId}`);
      return (await rightsOf(tenantId, userId)) ?? user;
    }
    if (user.accountStatus === 'active' && (!user.lastLoginAt || user.lastLoginAt < identity.signedInAt)) {
      user.lastLoginAt = identity.signedInAt;
      // Where it cannot be written now (the tenant is being moved), the next instance that sees the sign-in notes it.
      const note = recordSignIn(database, signIn)
        .catch(() => {})
        .finally(() => noting.delete(note));
      noting.add(note);
    }
    return user;
  }

  return {
    async authenticate(credentials) {
      const token = bearerToken(credentials.authorization);
      return token.startsWith('whk_') ? byApiToken(token, credentials) : byFirebase(token, credentials);
    },
    async settle() {
      await Promise.all(noting);
      await usage.flush();
    },
  };
}

/** The credential of an Authorization header. @throws 401 where there is none */
export function bearerToken(authorization: string | undefined): string {
  if (!authorization) throw unauthenticated('Send a Firebase ID token or an API token: Authorization: Bearer <token>.');
  const token = /^Bearer +([^\s]+) *$/i.exec(authorization)?.[1];
  if (!token) throw unauthenticated('The Authorization header must have the form Bearer <token>.', 'invalid_token');
  return token;
}

function firebaseVerifier(config: Options['config'], clock: Clock): (token: string) => Promise<FirebaseIdentity> {
  const projectId = config.googleCloudProject;
  if (!projectId) throw new Error('GOOGLE_CLOUD_PROJECT= must be set: it says which Firebase project issues the ID tokens.');
  return createFirebaseVerifier({ projectId, emulatorHost: config.firebaseAuthEmulatorHost, clock });
}

async function knownToken(database: Database, claim: ApiTokenClaim): Promise<ApiTokenRecord> {
  const record = await loadApiToken(database, claim).catch((error: unknown) => {
    // The tenant that the token names does not exist.
    throw error instanceof WheelhouseError && error.status === 404 ? unknownToken() : error;
  });
  if (!record) throw unknownToken();
  return record;
}

function unknownToken(): WheelhouseError {
  return unauthenticated('The API token is not known. It may have been deleted.', 'invalid_token');
}

function requireActive({ accountStatus, lockedUntil }: UserRights, now: Date): void {
  if (accountStatus !== 'active') throw accountRefused(accountStatus);
  if (lockedUntil && lockedUntil > now) throw accountLocked(lockedUntil, now);
}

const provesAddress = (identity: FirebaseIdentity, user: UserRights): boolean =>
  identity.emailVerified && identity.email === user.email;

// The same arrays for the same rights, so that permissions.ts prepares them once.
const ofUser = new WeakMap<UserRights, readonly string[]>();
const ofToken = new WeakMap<ApiTokenRecord, { user: UserRights; permissions: readonly string[] }>();

function userPermissions(user: UserRights): readonly string[] {
  const permissions = ofUser.get(user) ?? [...user.permissions, ...basicPermissions];
  ofUser.set(user, permissions);
  return permissions;
}

function tokenPermissions(user: UserRights, record: ApiTokenRecord): readonly string[] {
  const known = ofToken.get(record);
  if (known?.user === user) return known.permissions;
  const permissions = [...restrict(userPermissions(user), record.permissions), 'self.read'];
  ofToken.set(record, { user, permissions });
  return permissions;
}

const operatorPermissions: readonly string[] = ['platform.*'];

function operator(operatorId: string, requestsPerHour: number): Principal {
  return {
    actor: { kind: 'user', userId: operatorId },
    tenantId: '',
    databaseRole: 'authenticated_user',
    permissions: operatorPermissions,
    denied: [],
    rateLimitSubject: `operator:${operatorId}`,
    requestsPerHour,
  };
}
