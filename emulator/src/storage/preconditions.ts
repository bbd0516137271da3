import { invalid, StorageError } from './errors.ts';

/** What the request demands of the object's present state; generation 0 stands for "does not exist". */
export interface Preconditions {
  generationMatch?: string;
  generationNotMatch?: string;
  metagenerationMatch?: string;
  metagenerationNotMatch?: string;
}

/** The versions that preconditions are compared with. */
export interface Versions {
  generation: string;
  metageneration: number;
}

const fields = ['generationMatch', 'generationNotMatch', 'metagenerationMatch', 'metagenerationNotMatch'] as const;

/** Reads `ifGenerationMatch` and its siblings, or with `prefix` `ifSource` those of a copy's source. */
export function preconditionsOfQuery(query: URLSearchParams, prefix: 'if' | 'ifSource' = 'if'): Preconditions {
  const found: Preconditions = {};
  for (const field of fields) {
    const parameter = `${prefix}${field[0]!.toUpperCase()}${field.slice(1)}`;
    const value = query.get(parameter);
    if (value !== null) found[field] = checkNumber(parameter, value);
  }
  return found;
}

/** Reads `x-goog-if-generation-match` and `x-goog-if-metageneration-match` of the XML API. */
export function preconditionsOfHeaders(headers: NodeJS.Dict<string | string[]>): Preconditions {
  const found: Preconditions = {};
  const generation = headers['x-goog-if-generation-match'];
  const metageneration = headers['x-goog-if-metageneration-match'];
  if (typeof generation === 'string') found.generationMatch = checkNumber('x-goog-if-generation-match', generation);
  if (typeof metageneration === 'string') {
    found.metagenerationMatch = checkNumber('x-goog-if-metageneration-match', metageneration);
  }
  return found;
}

/**
 * Refuses with 412 what does not hold, or with 304 an unmet "not match" of a read
 * (https://cloud.google.com/storage/docs/request-preconditions).
 */
export function checkPreconditions(conditions: Preconditions, current: Versions | undefined, access: 'read' | 'write'): void {
  const generation = current?.generation ?? '0';
  const metageneration = String(current?.metageneration ?? 0);
  const { generationMatch, generationNotMatch, metagenerationMatch, metagenerationNotMatch } = conditions;
  if (generationMatch !== undefined && generationMatch !== generation) throw unmet('generation', 412);
  if (metagenerationMatch !== undefined && metagenerationMatch !== metageneration) throw unmet('metageneration', 412);
  const status = access === 'read' ? 304 : 412;
  if (generationNotMatch === generation) throw unmet('generation', status);
  if (metagenerationNotMatch === metageneration) throw unmet('metageneration', status);
}

function checkNumber(parameter: string, value: string): string {
  if (/^\d{1,19}$/.test(value)) return BigInt(value).toString();
  throw invalid(`Invalid value for ${parameter}: ${JSON.stringify(value)}. Use a whole number from 0`);
}

function unmet(what: string, status: number): StorageError {
  const message = `At least one of the pre-conditions you specified did not hold (${what}).`;
  return new StorageError({ status, reason: 'conditionNotMet', message, xmlCode: 'PreconditionFailed' });
}
