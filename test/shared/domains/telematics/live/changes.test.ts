import { describe, expect, it } from 'vitest';
import { type Client, principalOf, testApi } from '../../../../harness/index.ts';
import { fleetOf, liveDomain, report } from './support.ts';

const path = '/v1/vehicle-states:changes';

async function readAll(call: Client, cursor: string | undefined, limit: number) {
  const data: { subjectId: string; type: string; data: Record<string, unknown> }[] = [];
  for (let next = cursor; ; ) {
    const { body } = await call('GET', `${path}?limit=${limit}${next ? `&cursor=${next}` : ''}`);
    data.push(...body.data);
    next = body.page.nextCursor as string;
    if (!body.page.hasMore) return { data, cursor: next };
  }
}

describe.each(['pooled', 'dedicated'] as const)('The change feed of states of a %s tenant', (placement) => {
  it('gives every state once in pages, then those that changed since, each as it is now', async () => {
    const { tenant, vehicleIds } = await fleetOf(5, placement);
    const call = testApi([liveDomain]).client(principalOf(tenant));
    expect((await call('GET', path)).body).toMatchObject({ data: [], page: { hasMore: false } });
    for (const vehicleId of vehicleIds) await report(tenant, vehicleId, 1);
    const all = await readAll(call, undefined, 2);
    expect(all.data.map(({ subjectId }) => subjectId)).toEqual(vehicleIds);
    expect((await readAll(call, all.cursor, 2)).data).toEqual([]);

    const changed = vehicleIds.slice(1, 4);
    for (const vehicleId of changed) await report(tenant, vehicleId, 2);
    for (const vehicleId of changed) await report(tenant, vehicleId, 3);
    const later = await readAll(call, all.cursor, 2);
    expect(later.data.map(({ subjectId, data }) => [subjectId, data.sequence])).toEqual(changed.map((id) => [id, 3]));
    expect((await readAll(call, later.cursor, 2)).data).toEqual([]);
  });

  it('shows a state as the resource shows it', async () => {
    const { tenant, vehicleIds } = await fleetOf(1, placement);
    const call = testApi([liveDomain]).client(principalOf(tenant));
    await report(tenant, vehicleIds[0] as string, 1);
    const [change] = (await call('GET', path)).body.data;
    expect(change).toMatchObject({ type: 'vehicleState.updated', subjectId: vehicleIds[0] });
    expect(change.data).toEqual((await call('GET', `/v1/vehicle-states/${vehicleIds[0]}`)).body);
  });
});

describe('The change feed of states', () => {
  it('goes on in the middle of a page although states of that page have changed meanwhile', async () => {
    const { tenant, vehicleIds } = await fleetOf(4);
    const call = testApi([liveDomain]).client(principalOf(tenant));
    for (const vehicleId of vehicleIds) await report(tenant, vehicleId, 1);
    const first = (await call('GET', `${path}?limit=2`)).body;
    // One that was told, and one that was not.
    await report(tenant, vehicleIds[0] as string, 2);
    await report(tenant, vehicleIds[3] as string, 2);
    const rest = await readAll(call, first.page.nextCursor, 2);
    expect(rest.data.map(({ subjectId, data }) => [subjectId, data.sequence])).toEqual([
      [vehicleIds[2], 1],
      [vehicleIds[0], 2],
      [vehicleIds[3], 2],
    ]);
  });

  it('refuses a cursor that is none or of another database, and callers without the permission', async () => {
    const { tenant } = await fleetOf(0);
    const { client } = testApi([liveDomain]);
    const call = client(principalOf(tenant));
    for (const cursor of ['nonsense', 'zzzzzzzzzz.0']) {
      expect(await call('GET', `${path}?cursor=${cursor}`)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'cursor' }] },
      });
    }
    expect((await client(principalOf(tenant, { permissions: ['vehicle.read'] }))('GET', path)).status).toBe(403);
  });
});
