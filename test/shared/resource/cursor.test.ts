import { fleetDomain } from '@wheelhouse/shared/domains/fleet/index.ts';
import { identityDomain } from '@wheelhouse/shared/domains/identity/index.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, testApi } from '../../harness/index.ts';

const { client } = testApi([fleetDomain, identityDomain]);

describe('pages of a list', () => {
  it('hold every row exactly once, in the order of the whole list, whatever the sort and page size, with nulls and ties', async () => {
    const row = fc.record({
      rating: fc.constantFrom(null, 1, 2.5, 5),
      name: fc.constantFrom('a', 'B', 'ä', 'z'),
      isPreferred: fc.boolean(),
    });
    const key = fc.constantFrom('rating', 'name', 'isPreferred', 'createdAt', 'vendorCode');
    const sorts = fc
      .uniqueArray(key, { minLength: 1, maxLength: 3 })
      .chain((keys) => fc.tuple(...keys.map((one) => fc.boolean().map((down) => (down ? `-${one}` : one)))));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 15 }), sorts, fc.integer({ min: 1, max: 6 }), async (rows, sort, limit) => {
        const call = client(principalOf(await newTenant()));
        const create = rows.map((values, index) => ({ ...values, vendorCode: `V${index}`, vendorType: 'other' }));
        const made = await call('POST', '/v1/vendors:batch', { create });
        expect(made.status, made.text).toBe(200);
        const whole = await call('GET', `/v1/vendors?limit=200&sort=${sort.join(',')}`);
        const ids = whole.body.data.map((one: { id: string }) => one.id);
        expect(ids).toHaveLength(rows.length);
        const paged: string[] = [];
        let cursor = '';
        do {
          const page = await call('GET', `/v1/vendors?limit=${limit}&sort=${sort.join(',')}${cursor}`);
          expect(page.status, page.text).toBe(200);
          paged.push(...page.body.data.map((one: { id: string }) => one.id));
          cursor = page.body.page.nextCursor ? `&cursor=${page.body.page.nextCursor}` : '';
        } while (cursor);
        expect(paged).toEqual(ids);
      }),
      { numRuns: 40 },
    );
  });

  it('do not repeat or skip rows while others are added in between', async () => {
    const call = client(principalOf(await newTenant()));
    const add = (code: string) => call('POST', '/v1/vendors', { vendorCode: code, name: code, vendorType: 'other' });
    for (const code of ['b', 'd', 'f', 'h']) await add(code);
    const first = (await call('GET', '/v1/vendors?limit=2&sort=vendorCode')).body;
    await add('a');
    await add('e');
    const second = (await call('GET', `/v1/vendors?limit=2&sort=vendorCode&cursor=${first.page.nextCursor}`)).body;
    expect(second.data.map((one: { vendorCode: string }) => one.vendorCode)).toEqual(['e', 'f']);
  });

  it('refuse a cursor that was changed or belongs to another sort', async () => {
    const call = client(principalOf(await newTenant()));
    for (const code of ['a', 'b', 'c']) await call('POST', '/v1/vendors', { vendorCode: code, name: code, vendorType: 'other' });
    const { nextCursor } = (await call('GET', '/v1/vendors?limit=1&sort=createdAt')).body.page;
    expect((await call('GET', `/v1/vendors?sort=name&cursor=${nextCursor}`)).status).toBe(422);
    const forged = Buffer.from(JSON.stringify({ s: 'createdAt,id', k: ["2026-01-01' or true --", 'x'] })).toString('base64url');
    expect((await call('GET', `/v1/vendors?sort=createdAt&cursor=${forged}`)).status).toBe(422);
  });
});
