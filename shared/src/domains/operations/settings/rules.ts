import type { ValidateFunction } from 'ajv/dist/2020.js';

const largestRules = 10_000;

/** Organisations write rules: a regular expression of theirs could keep the processor busy for hours. */
const refusedKeywords = new Set(['pattern', 'patternProperties']);

/**
 * Checks a JSON Schema (draft 2020-12) that is to be a setting's validation rules.
 *
 * @returns what is wrong with it, or undefined
 */
export async function rulesProblem(rules: unknown): Promise<string | undefined> {
  if (JSON.stringify(rules).length > largestRules) return `Is longer than ${largestRules} characters.`;
  const refused = findKeyword(rules);
  if (refused) return `The keyword ${refused} is not available; use enum, const, format or lengths.`;
  try {
    await compile(rules);
    return undefined;
  } catch (error) {
    return `Is no JSON Schema: ${(error as Error).message}.`;
  }
}

/** What rules of a setting say against a value, or undefined. */
export async function rulesViolation(rules: unknown, value: unknown): Promise<string | undefined> {
  if (rules === null || rules === undefined) return undefined;
  const validate = await compile(rules);
  if (validate(value)) return undefined;
  const problems = (validate.errors ?? []).map(
    (error) => `${error.instancePath ? `${error.instancePath.slice(1).replaceAll('/', '.')} ` : ''}${error.message}`,
  );
  return `${[...new Set(problems)].join('; ')}.`;
}

/** A compiler for each schema: one that is kept would remember every schema it has seen, and their ids would collide. */
async function compile(rules: unknown): Promise<ValidateFunction> {
  const [{ Ajv2020 }, addFormats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: false });
  addFormats.default.default(ajv, { mode: 'fast' });
  return ajv.compile(rules as object);
}

function findKeyword(schema: unknown): string | undefined {
  if (schema === null || typeof schema !== 'object') return undefined;
  for (const [key, value] of Object.entries(schema)) {
    if (!Array.isArray(schema) && refusedKeywords.has(key)) return key;
    const inner = findKeyword(value);
    if (inner) return inner;
  }
  return undefined;
}
