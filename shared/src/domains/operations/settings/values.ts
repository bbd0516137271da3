import { z } from 'zod';
import type { settingTypes } from '../tables/columns/systemSettings.ts';

export type SettingType = (typeof settingTypes)[number];

/** What a value of each type is in JSON. */
const schemas = {
  string: z.string(),
  integer: z.int(),
  decimal: z.number(),
  boolean: z.boolean(),
  json: z.json(),
  array: z.array(z.json()),
} satisfies Record<SettingType, z.ZodType>;

/** Longest value, in characters of its text. */
export const longestValue = 100_000;

/** The problem with a value of this type, or undefined. */
export function typeProblem(type: SettingType, value: unknown): string | undefined {
  const result = schemas[type].safeParse(value);
  if (!result.success) return `Is no ${type}: ${result.error.issues[0]?.message ?? 'invalid'}.`;
  if (settingText(type, value).length > longestValue) return `Is longer than ${longestValue} characters.`;
  return undefined;
}

/** The text under which a value is stored: a string as it is, everything else as JSON. */
export function settingText(type: SettingType, value: unknown): string {
  return type === 'string' ? (value as string) : JSON.stringify(value);
}

/**
 * The value that a stored text stands for.
 *
 * @throws where the text is no value of the type: it was written past the API
 */
export function parseSetting(key: string, type: SettingType, text: string): unknown {
  if (type === 'string') return text;
  try {
    return schemas[type].parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`Setting ${key} holds a text that is no ${type}. Set it again.`, { cause });
  }
}
