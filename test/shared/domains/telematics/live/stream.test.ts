import { fixedClock } from '@wheelhouse/shared/clock.ts';
import { withSystem, withTenant } from '@wheelhouse/shared/db/scope.ts';
import { describe, expect, it } from 'vitest';
import { openTestDatabase, principalOf, type TestTenant, testDatabase } from '../../../../harness/index.ts';
import { fleetOf, instance, openStream, type Received, report, reportSql } from './support.ts';

const path = '/v1/vehicle-states:stream';

const emit = (tenant: TestTenant, type: string, data: Record<string, unknown> = {}) =>
  tenant.run(async (tx) => tx.emit({ type, subjectType: type.split('.')[0] as string, subjectId: 'x', data }));

const versionsOf = (received: readonly Received[]) =>
  received.filter(({ type }) => type === 'vehicleState.updated').map(({ data }) => `${data.subjectId} ${data.data.rowVersion}`);

const eventsOf = (received: readonly Received[]) =>
  received.filter(({ type }) => type === 'telemetryRejection.noted').map(({ data }) => data.data.number);

describe('The live stream', () => {
  it('tells the present states, then each new one, and the events', async () => {
    const { tenant, vehicleIds } = await fleetOf(2);
    const [first, second] = vehicleIds as [string, string];
    await report(tenant, first, 1);
    const { url, as } = await instance();
    const stream = await openStream(
      url + path,
      as(() => principalOf(tenant)),
    );
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    await stream.until(() => stream.received.length === 1);
    expect(stream.state.text).toMatch(/^retry: \d+\n\n/);

    await report(tenant, second, 1);
    await stream.until(() => stream.received.length === 2);
    await emit(tenant, 'telemetryRejection.noted', { vehicleId: first, number: 7 });
    await stream.until(() => stream.received.length === 3);
    expect(stream.received).toMatchObject([
      { type: 'vehicleState.updated', data: { subjectId: first, data: { vehicleId: first, latitude: 6.5, rowVersion: 1 } } },
      { type: 'vehicleState.updated', data: { subjectId: second } },
      { type: 'telemetryRejection.noted', data: { subjectId: 'x', data: { number: 7 } } },
    ]);
    await stream.close();
  });

  it('loses and repeats nothing for readers that come and go between two instances while many write', async () => {
    const { tenant, vehicleIds } = await fleetOf(6);
    const [one, other] = [await instance(), await instance()];
    const principal = principalOf(tenant);
    const headers = [one.as(() => principal), other.as(() => principal)] as const;
    const rounds = 40;
    let written = 0;
    const changes = await fetch(`${one.url}/v1/vehicle-states:changes`, { headers: headers[0] });
    const beginning: string = ((await changes.json()) as { page: { nextCursor: string } }).page.nextCursor;

    const writing = Promise.all(
      vehicleIds.map(async (vehicleId, index) => {
        const database = openTestDatabase({ databasePoolSize: 1 });
        for (let round = 1; round <= rounds; round += 1) {
          await withTenant(database, tenant.scope(), async (tx) => {
            await tx.query(reportSql, [vehicleId, round, 6.5, 3.3]);
            // Transactions that commit in another order than they began.
            await tx.query('select pg_sleep($1)', [((round * 7 + index * 13) % 5) / 200]);
            tx.emit({
              type: 'telemetryRejection.noted',
              subjectType: 'telemetryRejection',
              subjectId: 'x',
              data: { number: index * 1000 + round },
            });
          });
          written += 1;
        }
        await database.close();
      }),
    );

    const read = async (start: 0 | 1) => {
      const all: Received[] = [];
      let lastEventId = beginning;
      const isComplete = () => eventsOf(all).length >= rounds * vehicleIds.length && latest(all);
      const latest = (received: Received[]) =>
        vehicleIds.every((id) => received.some(({ data }) => data.subjectId === id && data.data.sequence === rounds));
      for (let turn: number = start; !isComplete(); turn += 1) {
        const at = [one, other][turn % 2]!;
        const stream = await openStream(at.url + path, {
          ...headers[turn % 2]!,
          'last-event-id': lastEventId,
        });
        // Ends in the middle of what is told, after an odd number of events.
        const enough = all.length + 17;
        await stream.until(() => {
          const seen = [...all, ...stream.received];
          return (
            seen.length >= enough || (written === rounds * vehicleIds.length && eventsOf(seen).length >= written && latest(seen))
          );
        });
        await stream.close();
        const taken = stream.received.slice(0, 17);
        all.push(...taken);
        lastEventId = taken.at(-1)?.id ?? lastEventId;
      }
      return all;
    };
    const readers = await Promise.all([read(0), read(1)]);
    await writing;
    const expected = vehicleIds.flatMap((_, index) => Array.from({ length: rounds }, (_, round) => index * 1000 + round + 1));
    for (const received of readers) {
      expect([...eventsOf(received)].sort((a, b) => Number(a) - Number(b))).toEqual(expected);
      const versions = versionsOf(received);
      expect(new Set(versions).size).toBe(versions.length);
    }
  }, 60_000);

  it('does not wait for a transaction that is long under way, and tells of it once it has committed', async () => {
    const { tenant, vehicleIds } = await fleetOf(2);
    const [slow, quick] = vehicleIds as [string, string];
    const { url, as } = await instance();
    const stream = await openStream(
      url + path,
      as(() => principalOf(tenant)),
    );
    const database = openTestDatabase({ databasePoolSize: 1 });
    let commit = () => {};
    const committed = withTenant(database, tenant.scope(), async (tx) => {
      await tx.query(reportSql, [slow, 1, 1, 1]);
      await new Promise<void>((resolve) => (commit = resolve));
    });
    await report(tenant, quick, 1);
    await stream.until(() => stream.received.length === 1);
    await report(tenant, quick, 2);
    await stream.until(() => stream.received.length === 2);
    expect(stream.received.map(({ data }) => data.subjectId)).toEqual([quick, quick]);
    const id = stream.state.lastEventId;
    commit();
    await committed;
    await stream.until(() => stream.received.length === 3);
    expect(stream.received.at(-1)).toMatchObject({ data: { subjectId: slow } });
    await stream.close();

    const again = await openStream(
      `${url}${path}?lastEventId=${id}`,
      as(() => principalOf(tenant)),
    );
    await again.until(() => again.received.length === 1);
    expect(again.received).toMatchObject([{ data: { subjectId: slow } }]);
    await again.close();
    await database.close();
  });

  it('says nothing of a row that was written again as it was', async () => {
    const { tenant, vehicleIds } = await fleetOf(2);
    const [first, second] = vehicleIds as [string, string];
    const { url, as } = await instance();
    const stream = await openStream(
      url + path,
      as(() => principalOf(tenant)),
    );
    await report(tenant, first, 1);
    await stream.until(() => stream.received.length === 1);
    await tenant.run((tx) => tx.query('update vehicle_state set sequence = sequence where id = $1', [first]));
    await report(tenant, second, 1);
    await stream.until(() => stream.received.length === 2);
    expect(versionsOf(stream.received)).toEqual([`${first} 1`, `${second} 1`]);
    await stream.close();
  });

  it('tells only what was asked for and what the caller may read, and nothing of other organisations', async () => {
    const { tenant, vehicleIds } = await fleetOf(2);
    const [first, second] = vehicleIds as [string, string];
    const stranger = await fleetOf(1);
    const { url, as } = await instance();
    const caller = as(() => principalOf(tenant, { permissions: ['location.read'] }));
    const all = await openStream(url + path, caller);
    const one = await openStream(`${url}${path}?vehicleIds=${second}`, caller);
    const events = await openStream(`${url}${path}?types=telemetryRejection.*`, caller);
    const near = await openStream(`${url}${path}?bbox=3,6,4,7`, caller);
    const states = (stream: typeof all) => stream.received.map(({ data }) => data.subjectId);

    await report(stranger.tenant, stranger.vehicleIds[0] as string, 1);
    await report(tenant, first, 1);
    await emit(tenant, 'vehicle.retired', { vehicleId: first });
    await emit(tenant, 'telemetryRejection.noted', { number: 1 });
    await near.until(() => near.received.length === 1);
    await report(tenant, first, 2, { latitude: 50 });
    await report(tenant, second, 1, { latitude: 50 });
    await all.until(() => states(all).includes(second));
    await Promise.all([one, events].map((stream) => stream.until(() => stream.received.length > 0)));
    await near.until(() => near.received.length === 2);
    expect(states(all)).not.toContain(stranger.vehicleIds[0]);
    expect(all.received.map(({ type }) => type)).not.toContain('vehicle.retired');
    expect(states(one)).toEqual([second]);
    expect(events.received).toMatchObject([{ type: 'telemetryRejection.noted', data: { data: { number: 1 } } }]);
    // The second state says that the vehicle has left; of the one that never was inside nothing is told.
    expect(near.received).toMatchObject([{ data: { data: { latitude: 6.5 } } }, { data: { data: { latitude: 50 } } }]);
    for (const stream of [all, one, events, near]) await stream.close();
  });

  it('ends when the instance shuts down, and leaves no poller behind when its readers go', async () => {
    const { tenant, vehicleIds } = await fleetOf(1);
    const { url, as, drain, services } = await instance();
    const stream = await openStream(
      url + path,
      as(() => principalOf(tenant)),
    );
    await report(tenant, vehicleIds[0] as string, 1);
    await stream.until(() => stream.received.length === 1);
    drain.start();
    await stream.ended;
    await drain.idle();
    expect(services.database.pool.totalCount - services.database.pool.idleCount).toBe(0);
  });

  it('ends for a reader who may read no more', async () => {
    const { tenant, vehicleIds } = await fleetOf(1);
    const clock = fixedClock(new Date());
    const { url, as } = await instance({}, clock);
    let permissions = ['location.read'];
    const stream = await openStream(
      url + path,
      as(() => principalOf(tenant, { permissions })),
    );
    await report(tenant, vehicleIds[0] as string, 1);
    await stream.until(() => stream.received.length === 1);
    permissions = [];
    clock.advance(15_000);
    await report(tenant, vehicleIds[0] as string, 2);
    await stream.ended;
    expect(stream.received.length).toBeLessThanOrEqual(2);
  });

  it('ends at its longest time', async () => {
    const { tenant } = await fleetOf(0);
    const { url, as } = await instance({ LIVE_STREAM_MAX_SECONDS: '1' });
    const stream = await openStream(
      url + path,
      as(() => principalOf(tenant)),
    );
    await stream.ended;
    expect(stream.state.comments).toBe(1);
  });

  it('begins anew, and says so, where the id is of another database', async () => {
    const { tenant, vehicleIds } = await fleetOf(1);
    await report(tenant, vehicleIds[0] as string, 1);
    const { url, as } = await instance();
    const stream = await openStream(url + path, { ...as(() => principalOf(tenant)), 'last-event-id': 'zzzzzzzzzz.0' });
    await stream.until(() => stream.received.length === 2);
    expect(stream.received).toMatchObject([{ type: 'reset' }, { type: 'vehicleState.updated' }]);
    await stream.close();
  });

  it('begins anew where events after the id are no longer kept, and not where its reader knew them', async () => {
    const { tenant, vehicleIds } = await fleetOf(1);
    await report(tenant, vehicleIds[0] as string, 1);
    const { url, as } = await instance();
    const headers = as(() => principalOf(tenant));
    const before = await openStream(url + path, headers);
    await before.until(() => before.received.length === 1);
    await emit(tenant, 'telemetryRejection.noted', { number: 1 });
    await before.until(() => before.received.length === 2);
    await before.close();
    const [first, second] = before.received.map(({ id }) => id) as [string, string];
    await withSystem(testDatabase(), 'as operations.purgeEvents does', (tx) =>
      tx.query(
        `with gone as (delete from domain_events where tenant_id = $1 and subject_type = 'telemetryRejection' returning *)
         insert into change_feed_horizons (tenant_id, subject_type, transaction_id, position)
         select tenant_id, subject_type, transaction_id, position from gone`,
        [tenant.tenantId],
      ),
    );
    for (const [id, type] of [
      [first, 'reset'],
      [second, 'telemetryRejection.noted'],
    ] as const) {
      const stream = await openStream(url + path, { ...headers, 'last-event-id': id });
      await emit(tenant, 'telemetryRejection.noted', { number: 2 });
      await stream.until(() => stream.received.length > 0);
      expect(stream.received[0]?.type).toBe(type);
      await stream.close();
    }
  });

  it('refuses a caller without the permission and an id that is none, and its head needs no reader', async () => {
    const { tenant } = await fleetOf(0);
    const { url, as } = await instance();
    const refused = await fetch(url + path, { headers: as(() => principalOf(tenant, { permissions: [] })) });
    expect(refused.status).toBe(403);
    const wrong = await fetch(`${url}${path}?lastEventId=nonsense`, { headers: as(() => principalOf(tenant)) });
    expect(wrong).toMatchObject({ status: 422 });
    const head = await fetch(url + path, { method: 'HEAD', headers: as(() => principalOf(tenant)) });
    expect(head.status).toBe(200);
    expect(testDatabase().pool.waitingCount).toBe(0);
  });
});
