import { z } from 'zod';
import { type Tx, withTenant } from '../../../db/scope.ts';
import { conflict, invalidField } from '../../../errors.ts';
import { callerScope } from '../../../resource/caller-scope.ts';
import { verb } from '../../../resource/verb.ts';
import { checkValue, findDefinition, type SettingDefinition } from '../settings/definition.ts';
import { rulesProblem } from '../settings/rules.ts';
import { encryptSetting } from '../settings/secret.ts';
import { storeSetting } from '../settings/store.ts';
import { settingText } from '../settings/values.ts';
import { settingEnvironments, settingTypes } from '../tables/columns/systemSettings.ts';

const input = z
  .strictObject({
    key: z
      .string()
      .max(255)
      .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/, 'lower-case words, joined by underscores or dots'),
    value: z.json().describe('a value of the type'),
    environment: z.enum(settingEnvironments).default('all'),
    type: z.enum(settingTypes).default('string'),
    category: z.string().min(1).max(100),
    subcategory: z.string().max(50).nullable().default(null),
    description: z.string().max(10_000).nullable().default(null),
    isEncrypted: z.boolean().default(false),
    isPublic: z.boolean().default(false),
    requiresRestart: z.boolean().default(false),
    validationRules: z.record(z.string(), z.json()).nullable().default(null).describe('JSON Schema (draft 2020-12) of the value'),
    defaultValue: z.json().optional().describe('value in environments for which none is set'),
  })
  .refine((setting) => !(setting.isEncrypted && setting.isPublic), { path: ['isPublic'], message: 'a secret cannot be public' })
  .refine((setting) => !(setting.isEncrypted && setting.defaultValue !== undefined), {
    path: ['defaultValue'],
    message: 'a secret has no default value',
  });

const output = z.object({ id: z.guid(), key: z.string(), environment: z.enum(settingEnvironments) });

export const defineSetting = verb<typeof input, typeof output, { definition: SettingDefinition; text: string }>({
  name: 'define',
  on: 'settings',
  target: 'collection',
  permission: 'setting.write',
  summary: 'Make a setting of your own, or change what it is',
  description: 'For settings that the platform does not know. Type and secrecy of a setting stay as they are once it exists.',
  input,
  output,
  prepare: async ({ input: given, principal, services }) => {
    const problem = given.validationRules && (await rulesProblem(given.validationRules));
    if (problem) throw invalidField('validationRules', problem, 'invalid_schema');
    if (given.defaultValue !== undefined) await checkDefault(given, given.defaultValue);
    const definition = definitionOf(given);
    await checkValue(definition, given.value);
    const plain = settingText(given.type, given.value);
    if (!given.isEncrypted) return { definition, text: plain };
    const { tenantId } = callerScope(principal, 'settings.define');
    await withTenant(services.database, callerScope(principal, 'settings.define'), (tx) => refuseOther(tx, definition), {
      access: 'read',
    });
    return { definition, text: await encryptSetting(services.dataKeys, tenantId, given.key, given.environment, plain) };
  },
  run: async ({ tx, input: { key, environment }, principal, prepared: { definition, text } }) => {
    await refuseOther(tx, definition);
    return { id: await storeSetting(tx, principal, definition, environment, text), key, environment };
  },
});

function definitionOf(given: z.output<typeof input>): SettingDefinition {
  const { key, type, value: _, environment: __, defaultValue, ...rest } = given;
  return {
    ...rest,
    settingKey: key,
    settingType: type,
    isUserConfigurable: true,
    defaultValue: defaultValue === undefined ? null : settingText(type, defaultValue),
    definedBy: 'tenant',
  };
}

async function checkDefault(given: z.output<typeof input>, defaultValue: unknown): Promise<void> {
  try {
    await checkValue({ settingType: given.type, validationRules: given.validationRules }, defaultValue);
  } catch (error) {
    throw invalidField('defaultValue', (error as Error).message.replace(/^value: /, ''), 'invalid');
  }
}

/** A key means one thing: the platform's settings are not redefined, and values in other environments keep their type. */
async function refuseOther(tx: Tx, definition: SettingDefinition): Promise<void> {
  const known = await findDefinition(tx, definition.settingKey);
  if (known?.definedBy === 'platform')
    throw conflict(`Setting ${definition.settingKey} is one of the platform's. Give it a value with settings:set.`);
  if (known && (known.settingType !== definition.settingType || known.isEncrypted !== definition.isEncrypted)) {
    throw conflict(
      `Setting ${definition.settingKey} exists as ${known.settingType}${known.isEncrypted ? ', encrypted' : ', not encrypted'}. Reset its values first, or use another key.`,
    );
  }
}
