import { withTenant } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import { readChanges, readSnapshot } from './read-changes.ts';
import { liveSubjects } from './subjects.ts';
import { createTenantFeed, type TenantFeed } from './tenant-feed.ts';

const pageSize = 1_000;

const feeds = new WeakMap<Services, Map<string, TenantFeed>>();

/** The feed of an organisation on this instance: there while somebody reads it. */
export function tenantFeed(services: Services, tenantId: string): TenantFeed {
  const ofInstance = feeds.get(services) ?? new Map<string, TenantFeed>();
  feeds.set(services, ofInstance);
  const known = ofInstance.get(tenantId);
  if (known) return known;
  const scope = {
    tenantId,
    actor: { kind: 'system', reason: 'live stream' },
    databaseRole: 'authenticated_user',
    request: { operation: 'live stream' },
  } as const;
  const once = { access: 'read', statements: 1 } as const;
  const feed = createTenantFeed({
    readSnapshot: () => withTenant(services.database, scope, readSnapshot, once),
    readPage: ({ since, on }) =>
      withTenant(
        services.database,
        scope,
        (tx) => readChanges(tx, { since, ...on, limit: pageSize, subjectTypes: [...liveSubjects.keys()] }),
        once,
      ),
    pollMs: services.config.livePollMs,
    onEnd: () => {
      if (ofInstance.get(tenantId) === feed) ofInstance.delete(tenantId);
    },
  });
  ofInstance.set(tenantId, feed);
  return feed;
}
