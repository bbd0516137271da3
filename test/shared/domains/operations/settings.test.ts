import type { DatabaseRole } from '@wheelhouse/shared/db/roles.ts';
import { withSystem } from '@wheelhouse/shared/db/scope.ts';
import { operationsDomain, secretSetting, settingValue } from '@wheelhouse/shared/domains/operations/index.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changesOf,
  newTenant,
  principalOf,
  type TestTenant,
  testApi,
  testDatabase,
  testServices,
} from '../../../harness/index.ts';

const services = testServices({ env: { WHEELHOUSE_ENVIRONMENT: 'staging' } });
const { client } = testApi([operationsDomain], { services });

async function caller(permissions: string[] = ['*'], databaseRole: DatabaseRole = 'system_admin') {
  const tenant = await newTenant();
  return { tenant, call: client(principalOf(tenant, { permissions, databaseRole })) };
}

/** Declares a setting for every tenant, under a name of its own. */
let names = 0;
async function declare(more: Record<string, unknown> = {}): Promise<string> {
  const key = `test_${process.pid}_${Date.now()}_${++names}`;
  await declareRow({ setting_key: key, setting_value: '1', setting_type: 'integer', category: 'test', ...more });
  return key;
}
async function declareRow(row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row);
  const values = columns.map((_, index) => `$${index + 1}`);
  await withSystem(testDatabase(), 'a test declares a setting', (tx) =>
    tx.query(`insert into platform.system_settings (${columns.join(', ')}) values (${values.join(', ')})`, Object.values(row)),
  );
}
const tenantRow = (tenant: TestTenant, row: Record<string, unknown>) =>
  tenant.run((tx) => {
    const all = { category: 'test', setting_type: 'integer', ...row };
    const values = Object.keys(all).map((_, index) => `$${index + 1}`);
    return tx.query(
      `insert into system_settings (${Object.keys(all).join(', ')}) values (${values.join(', ')})`,
      Object.values(all),
    );
  });
const appliedValue = (tenant: TestTenant, key: string) => tenant.run((tx) => settingValue(tx, 'staging', key));

describe('the settings of the platform', () => {
  it('are the twelve of the dataops design, parsed by their types', async () => {
    const { call } = await caller();
    const { body } = await call('GET', '/v1/settings:effective');
    const values = Object.fromEntries(body.data.map((one: { key: string; value: unknown }) => [one.key, one.value]));
    expect(body.environment).toBe('staging');
    expect(values).toMatchObject({
      default_delivery_timeout_hours: 24,
      max_delivery_attempts: 3,
      driver_check_in_interval_minutes: 15,
      sms_notifications_enabled: true,
      email_notifications_enabled: true,
      notification_retry_attempts: 3,
      anomaly_detection_threshold: 0.8,
      route_optimization_enabled: true,
      predictive_eta_model_version: 'v2.1.0',
      google_maps_api_quota_daily: 10000,
      weather_service_refresh_minutes: 30,
      external_api_timeout_seconds: 30,
    });
  });
});

describe('which value applies in staging', () => {
  type Given = { tenant?: Record<string, string>; platform?: Record<string, string> };
  it.each<[string, Given, number | undefined]>([
    ['the platform’s for all', { platform: { all: '1' } }, 1],
    ['the platform’s for staging before its own for all', { platform: { all: '1', staging: '2' } }, 2],
    ['the tenant’s for all before the platform’s for staging', { platform: { all: '1', staging: '2' }, tenant: { all: '3' } }, 3],
    [
      'the tenant’s for staging before its own for all',
      { platform: { all: '1', staging: '2' }, tenant: { all: '3', staging: '4' } },
      4,
    ],
    ['nothing of another environment', { platform: { production: '9', all: '1' }, tenant: { development: '8' } }, 1],
    ['the tenant’s own setting, which the platform does not know', { tenant: { all: '5' } }, 5],
    ['nothing at all for a setting of production without a default', { platform: { production: '9' } }, undefined],
  ])('is %s', async (_, { tenant: own = {}, platform = {} }, expected) => {
    const tenant = await newTenant();
    const key = `table_${process.pid}_${Date.now()}_${++names}`;
    for (const [environment, value] of Object.entries(platform)) {
      await declareRow({ setting_key: key, setting_value: value, setting_type: 'integer', category: 'test', environment });
    }
    for (const [environment, value] of Object.entries(own))
      await tenantRow(tenant, { setting_key: key, setting_value: value, environment });
    if (expected === undefined) await expect(appliedValue(tenant, key)).rejects.toThrow(/no setting/);
    else expect(await appliedValue(tenant, key)).toBe(expected);
  });

  it('is a default value only where no row is for the environment, the tenant’s before the platform’s', async () => {
    const tenant = await newTenant();
    const key = await declare({ environment: 'production', default_value: '7' });
    expect(await appliedValue(tenant, key)).toBe(7);
    await tenantRow(tenant, { setting_key: key, setting_value: '1', environment: 'development', default_value: '8' });
    expect(await appliedValue(tenant, key)).toBe(8);
    await declareRow({ setting_key: key, setting_value: '2', setting_type: 'integer', category: 'test', environment: 'all' });
    expect(await appliedValue(tenant, key)).toBe(2);
  });

  it('is never another tenant’s', async () => {
    const [one, other] = [await newTenant(), await newTenant()];
    const key = await declare();
    await tenantRow(one, { setting_key: key, setting_value: '5' });
    expect(await appliedValue(one, key)).toBe(5);
    expect(await appliedValue(other, key)).toBe(1);
  });

  it('is what an independent reading of the order says, for any set of rows', async () => {
    const environments = ['development', 'staging', 'production', 'all'] as const;
    const rows = fc.uniqueArray(
      fc.record({
        owner: fc.constantFrom('tenant', 'platform'),
        environment: fc.constantFrom(...environments),
        value: fc.integer({ min: 0, max: 999 }),
        fallback: fc.option(fc.integer({ min: 1000, max: 1999 }), { nil: undefined }),
      }),
      { selector: (row) => `${row.owner} ${row.environment}`, maxLength: 8 },
    );
    const tenant = await newTenant();
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('development', 'staging', 'production'), async (given, running) => {
        const key = `property_${process.pid}_${Date.now()}_${++names}`;
        for (const row of given) {
          const columns = {
            setting_key: key,
            setting_value: String(row.value),
            setting_type: 'integer',
            category: 'test',
            environment: row.environment,
            default_value: row.fallback === undefined ? null : String(row.fallback),
          };
          await (row.owner === 'platform' ? declareRow(columns) : tenantRow(tenant, columns));
        }
        const find = (owner: string, environment: string) =>
          given.find((row) => row.owner === owner && row.environment === environment)?.value;
        const fallback = (owner: string) =>
          given
            .filter((row) => row.owner === owner && row.fallback !== undefined)
            .sort((a, b) => (a.environment < b.environment ? -1 : 1))[0]?.fallback;
        const expected =
          find('tenant', running) ??
          find('tenant', 'all') ??
          find('platform', running) ??
          find('platform', 'all') ??
          fallback('tenant') ??
          fallback('platform');
        const actual = await tenant.run((tx) => settingValue<number>(tx, running, key)).catch(() => undefined);
        expect(actual).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });
});

describe('setting a value', () => {
  it('stores it for the tenant, says so in an event, and can be taken back', async () => {
    const { call, tenant } = await caller();
    const key = await declare({ description: 'how many', is_public: true });
    const set = await call('POST', '/v1/settings:set', { key, value: 5 });
    expect(set.status, set.text).toBe(200);
    expect(await appliedValue(tenant, key)).toBe(5);
    const row = await call('GET', `/v1/settings/${set.body.id}`);
    expect(row.body).toMatchObject({
      settingKey: key,
      readableValue: '5',
      description: 'how many',
      isPublic: true,
      settingType: 'integer',
    });
    const again = await call('POST', '/v1/settings:set', { key, value: 6 });
    expect(again.body.id).toBe(set.body.id);
    const reset = await call('POST', `/v1/settings/${set.body.id}:reset`);
    expect(reset.body).toEqual({ key, environment: 'all', exists: true, value: 1 });
    const body = await changesOf(call, '/v1/settings:changes', 3);
    expect(
      body.data.map((event: { data: { valueBefore: unknown; value: unknown } }) => [event.data.valueBefore, event.data.value]),
    ).toEqual([
      [null, '5'],
      ['5', '6'],
      ['6', null],
    ]);
    expect(body.data[0].type).toBe('setting.changed');
  });

  it('refuses an unknown setting, one that is fixed, a wrong type and a value against its rules', async () => {
    const { call } = await caller();
    const fixed = await declare({ is_user_configurable: false });
    const limited = await declare({ validation_rules: JSON.stringify({ minimum: 1, maximum: 10 }) });
    expect((await call('POST', '/v1/settings:set', { key: 'no_such_setting', value: 1 })).status).toBe(404);
    expect((await call('POST', '/v1/settings:set', { key: fixed, value: 1 })).status).toBe(409);
    for (const value of ['1', 1.5, null, [1], 2 ** 60]) {
      const answer = await call('POST', '/v1/settings:set', { key: limited, value });
      expect([answer.status, answer.body.errors?.[0]?.path ?? answer.body.fields?.[0]?.path]).toEqual([422, 'value']);
    }
    expect((await call('POST', '/v1/settings:set', { key: limited, value: 11 })).text).toContain('<= 10');
    expect((await call('POST', '/v1/settings:set', { key: limited, value: 10 })).status).toBe(200);
  });

  it.each([
    ['string', 'x', 7],
    ['integer', -3, 0.5],
    ['decimal', 0.25, '0.25'],
    ['boolean', false, 'false'],
    ['json', { a: [1, null] }, undefined],
    ['array', [1, 'two'], { 0: 1 }],
  ])('keeps a value of type %s as it is', async (type, value, wrong) => {
    const { call, tenant } = await caller();
    const text = { string: '', boolean: 'true', array: '[]' }[type] ?? '1';
    const key = await declare({ setting_type: type, setting_value: text });
    expect((await call('POST', '/v1/settings:set', { key, value })).status).toBe(200);
    expect(await appliedValue(tenant, key)).toEqual(value);
    if (wrong !== undefined) expect((await call('POST', '/v1/settings:set', { key, value: wrong })).status).toBe(422);
  });

  it('cannot be done past the verb: the resource is for reading', async () => {
    const { call } = await caller();
    expect((await call('POST', '/v1/settings', { settingKey: 'x', settingValue: '1', category: 'c' })).status).toBe(405);
  });
});

describe('a setting of the organisation’s own', () => {
  const own = { key: 'depot_slots', value: 4, type: 'integer', category: 'depots' };

  it('is made with its rules, which then hold, and is gone after a reset', async () => {
    const { call, tenant } = await caller();
    const made = await call('POST', '/v1/settings:define', { ...own, validationRules: { minimum: 1 }, defaultValue: 2 });
    expect(made.status, made.text).toBe(200);
    expect(await appliedValue(tenant, own.key)).toBe(4);
    expect((await call('POST', '/v1/settings:set', { key: own.key, value: 0 })).status).toBe(422);
    expect((await call('POST', `/v1/settings/${made.body.id}:reset`)).body).toMatchObject({ exists: false, value: null });
  });

  it.each([
    ['a schema that is none', { validationRules: { type: 'wholenumber' } }, 'validationRules'],
    ['an unknown keyword', { validationRules: { minimun: 1 } }, 'validationRules'],
    [
      'a regular expression, which could run for ever',
      { validationRules: { properties: { a: { pattern: '(a+)+$' } } } },
      'validationRules',
    ],
    ['a reference to elsewhere', { validationRules: { $ref: 'https://example.com/x.json' } }, 'validationRules'],
    ['a value against its own rules', { validationRules: { maximum: 3 } }, 'value'],
    ['a default against its rules', { validationRules: { minimum: 4 }, defaultValue: 1 }, 'defaultValue'],
    ['a public secret', { isEncrypted: true, isPublic: true }, 'isPublic'],
    ['a key with other characters', { key: 'Depot slots' }, 'key'],
  ])('is refused with %s', async (_, wrong, path) => {
    const { call } = await caller();
    const answer = await call('POST', '/v1/settings:define', { ...own, ...wrong });
    expect(answer.status, answer.text).toBe(422);
    expect(answer.text).toContain(`"${path}"`);
  });

  it('is refused where the platform has that setting, and keeps its type', async () => {
    const { call } = await caller();
    expect((await call('POST', '/v1/settings:define', { ...own, key: 'max_delivery_attempts' })).status).toBe(409);
    await call('POST', '/v1/settings:define', own);
    expect((await call('POST', '/v1/settings:define', { ...own, type: 'string', value: 'x' })).status).toBe(409);
  });
});

describe('a secret setting', () => {
  it('is stored as ciphertext, shown nowhere, and revealed with a reason that goes to the audit trail', async () => {
    const { call, tenant } = await caller();
    const key = await declare({ setting_type: 'string', setting_value: '', is_encrypted: true });
    expect((await call('GET', '/v1/settings:effective')).body.data).toContainEqual(
      expect.objectContaining({ key, value: null, isEncrypted: true }),
    );
    const set = await call('POST', '/v1/settings:set', { key, value: 'sk-hush' });
    expect(set.status, set.text).toBe(200);
    const [stored] = await tenant.run((tx) => tx.query('select * from system_settings where setting_key = $1', [key]));
    expect(stored).toMatchObject({ setting_value: expect.stringMatching(/^wh1\./), readable_value: null });
    const everywhere = [
      set.text,
      (await call('GET', '/v1/settings')).text,
      (await call('GET', '/v1/settings:effective')).text,
      (await call('GET', '/v1/settings:changes')).text,
      (await call('GET', '/v1/audit-log')).text,
    ].join();
    expect(everywhere).not.toContain('hush');
    expect((await call('GET', `/v1/settings/${set.body.id}`)).text).not.toContain('wh1.');
    const revealed = await call('POST', `/v1/settings/${set.body.id}:reveal`, { reason: 'moving to another gateway' });
    expect(revealed.body).toEqual({ key, environment: 'all', value: 'sk-hush' });
    const trail = await call('GET', '/v1/audit-log?actionType=read');
    expect(trail.body.data).toMatchObject([
      { resourceType: 'system_settings', resourceId: set.body.id, reason: 'moving to another gateway' },
    ]);
    expect(await secretSetting(services, tenant.scope(), key)).toBe('sk-hush');
    await expect(appliedValue(tenant, key)).rejects.toThrow(/secret/);
  });

  it('is not revealed to who may only read settings', async () => {
    const { call, tenant } = await caller();
    const key = await declare({ setting_type: 'string', setting_value: '', is_encrypted: true });
    const { body } = await call('POST', '/v1/settings:set', { key, value: 'sk-hush' });
    const reader = client(principalOf(tenant, { permissions: ['setting.read', 'setting.write'] }));
    expect((await reader('POST', `/v1/settings/${body.id}:reveal`, { reason: 'curious' })).status).toBe(403);
    const other = (await caller()).call;
    expect((await other('POST', `/v1/settings/${body.id}:reveal`, { reason: 'curious' })).status).toBe(404);
  });

  it('does not decrypt under another key or environment', async () => {
    const { call, tenant } = await caller();
    const key = await declare({ setting_type: 'string', setting_value: '', is_encrypted: true });
    const { body } = await call('POST', '/v1/settings:set', { key, value: 'sk-hush', environment: 'production' });
    await tenant.run((tx) => tx.query(`update system_settings set environment = 'staging' where id = $1`, [body.id]));
    await expect(secretSetting(services, tenant.scope(), key)).rejects.toThrow(/could not be decrypted/);
  });
});

describe('front ends', () => {
  it('see public settings without a permission, and others only with setting.read', async () => {
    const { call } = await caller(['self.read'], 'authenticated_user');
    const key = await declare({ is_public: true });
    const shown = await call('GET', '/v1/settings:effective?public=true');
    expect(shown.body.data).toContainEqual(expect.objectContaining({ key, value: 1 }));
    expect(shown.body.data.every((one: { isPublic: boolean }) => one.isPublic)).toBe(true);
    expect((await call('GET', '/v1/settings:effective')).status).toBe(403);
  });
});
