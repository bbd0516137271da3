import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { operationsDomain } from '@wheelhouse/shared/domains/operations/index.ts';
import { purgeEvents } from '@wheelhouse/shared/domains/operations/jobs/purgeEvents.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changesOf, principalOf, testApi, testServices } from '../../../../harness/index.ts';
import { type OwnDatabase, ownDatabase } from '../../../../harness/own-database.ts';

const now = new Date('2026-06-01T12:00:00Z');
const path = '/v1/scheduled-jobs:changes';
let own: OwnDatabase;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.close());

type Given = { ageDays: number; isPublished?: boolean; subjectType?: string; count?: number };
type Tenant = { tenantId: string; schemaName: string };
// biome-ignore lint/suspicious/noExplicitAny: rows of every shape
type AnyRow = Record<string, any>;

const query = (text: string, values: unknown[], { schemaName }: Tenant) =>
  withSystem(own.database, 'test', (tx) => tx.query<AnyRow>(text, values), { home: schemaName });

/** Writes events in this order; each `Given` is a transaction. */
async function write(tenant: Tenant, events: Given[]): Promise<void> {
  for (const { ageDays, isPublished = true, subjectType = 'scheduledJob', count = 1 } of events) {
    const at = new Date(now.getTime() - ageDays * 86_400_000);
    await query(
      `insert into domain_events (tenant_id, type, subject_type, subject_id, data, occurred_at, published_at)
       select $1, 'test.happened', $2, $3, '{}', $4, case when $5 then now() end from generate_series(1, $6::integer)`,
      [tenant.tenantId, subjectType, String(ageDays), at, isPublished, count],
      tenant,
    );
  }
}

async function purge(keepDays = 90, signal = AbortSignal.timeout(60_000)): Promise<number> {
  const services = testServices({ clock: fixedClock(now), database: own.database });
  return (await purgeEvents.run({ parameters: { keepDays }, services, signal })).recordsProcessed;
}

const eventsOf = (tenant: Tenant) =>
  query(
    `select subject_id as age, subject_type as subject, published_at is not null as published, transaction_id::text as transaction, position
     from domain_events where tenant_id = $1 order by domain_events.transaction_id, position`,
    [tenant.tenantId],
    tenant,
  );
const agesOf = async (tenant: Tenant) => (await eventsOf(tenant)).map(({ age }) => Number(age));
const reader = (tenant: Tenant) =>
  testApi([operationsDomain], { services: testServices({ database: own.database }) }).client(principalOf(tenant));
const cursorOf = (transaction: string, position: number | string) =>
  Buffer.from(`${transaction}.${position}`).toString('base64url');

describe.each(['pooled', 'dedicated'] as const)('operations.purgeEvents, for a %s tenant', (placement) => {
  it('deletes published events past their retention, however many, and no other', async () => {
    const [tenant, other] = [await own.newTenant({ placement }), await own.newTenant({ placement })];
    await write(tenant, [
      { ageDays: 400, isPublished: false },
      { ageDays: 300, count: 2_300 },
      { ageDays: 91, isPublished: false },
      { ageDays: 90.01 },
      { ageDays: 89.99 },
      { ageDays: 1, isPublished: false },
    ]);
    await write(other, [{ ageDays: 89 }]);
    expect(await purge()).toBeGreaterThanOrEqual(2_301);
    expect(await agesOf(tenant)).toEqual([400, 91, 89.99, 1]);
    expect(await agesOf(other)).toEqual([89]);
  });

  it('lets readers go on who have missed nothing, and tells the others to begin anew', async () => {
    const tenant = await own.newTenant({ placement });
    const call = reader(tenant);
    const beforeAll = (await call('GET', path)).body.page.nextCursor;
    await write(tenant, [{ ageDays: 200 }, { ageDays: 150 }, { ageDays: 120, subjectType: 'setting' }]);
    const first = (await changesOf(call, `${path}?limit=1`, 1)).page.nextCursor;
    const quiet = (await changesOf(call, path, 2)).page.nextCursor;
    await purge();

    for (const cursor of [beforeAll, first]) {
      const answer = await call('GET', `${path}?cursor=${cursor}`);
      expect(answer.status, answer.text).toBe(410);
      expect(answer.body).toMatchObject({ code: 'gone', detail: expect.stringContaining('Read scheduled-jobs anew') });
    }
    // Nothing of jobs happened since; that other events were deleted meanwhile is of no account.
    expect((await call('GET', `${path}?cursor=${quiet}`)).body).toEqual({
      data: [],
      page: { nextCursor: quiet, hasMore: false },
    });

    const anew = (await call('GET', path)).body;
    expect(anew.data).toEqual([]);
    await write(tenant, [{ ageDays: 1 }]);
    for (const cursor of ['', `?cursor=${anew.page.nextCursor}`, `?cursor=${quiet}`]) {
      const { data } = await changesOf(call, path + cursor, 1);
      expect(data).toMatchObject([{ subjectId: '1' }]);
    }
  });
});

describe('operations.purgeEvents', () => {
  it('never deletes what is young or unpublished, and refuses just those cursors behind which something is missing', async () => {
    const event = fc.record({
      ageDays: fc.integer({ min: 0, max: 200 }),
      isPublished: fc.boolean(),
      subjectType: fc.constantFrom('scheduledJob', 'setting'),
    });
    const property = fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 7, max: 150 }),
      fc.boolean(),
      async (events, keepDays, isSorted) => {
        const tenant = await own.newTenant();
        await write(tenant, isSorted ? events.toSorted((one, other) => other.ageDays - one.ageDays) : events);
        const before = await eventsOf(tenant);
        await purge(keepDays);
        const left = new Set((await eventsOf(tenant)).map(({ position }) => position));
        const gone = before.filter(({ position }) => !left.has(position));
        for (const { age, published } of gone)
          expect({ isOld: Number(age) > keepDays, published }).toEqual({ isOld: true, published: true });
        const mayGo = before.filter(({ age, published }) => Number(age) > keepDays && published);
        if (isSorted) expect(gone).toEqual(mayGo);
        const call = reader(tenant);
        for (const [index, { transaction, position }] of before.entries()) {
          const isMissing = before.slice(index + 1).some((later) => later.subject === 'scheduledJob' && gone.includes(later));
          const { status } = await call('GET', `${path}?cursor=${cursorOf(transaction, position)}`);
          expect(status).toBe(isMissing ? 410 : 200);
        }
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it('stops when its time is up, and keeps less than a week for nobody', async () => {
    const tenant = await own.newTenant();
    await write(tenant, [{ ageDays: 200 }]);
    await expect(purge(90, AbortSignal.abort(new Error('time is up')))).rejects.toThrow('time is up');
    expect(await agesOf(tenant)).toEqual([200]);
    expect(purgeEvents.parameters.safeParse({ keepDays: 6 }).success).toBe(false);
    expect(purgeEvents.parameters.parse({})).toEqual({ keepDays: 90 });
  });

  it('is not led astray by how far feeds reached on the server that a tenant was brought from', async () => {
    const tenant = await own.newTenant();
    await query(
      `insert into change_feed_horizons (tenant_id, subject_type, transaction_id, position) values ($1, 'scheduledJob', '900000000000000000', 7)`,
      [tenant.tenantId],
      tenant,
    );
    const call = reader(tenant);
    await write(tenant, [{ ageDays: 200 }, { ageDays: 150 }]);
    const first = (await changesOf(call, `${path}?limit=1`, 1)).page.nextCursor;
    expect((await call('GET', `${path}?cursor=${first}`)).body.data).toMatchObject([{ subjectId: '150' }]);
    await purge();
    expect((await call('GET', `${path}?cursor=${first}`)).status).toBe(410);
    expect((await call('GET', path)).status).toBe(200);
  });

  it('leaves a tenant alone while it moves', async () => {
    const tenant = await own.newTenant({ status: 'moving' });
    await write(tenant, [{ ageDays: 200 }]);
    await purge();
    expect(await agesOf(tenant)).toEqual([200]);
  });
});
