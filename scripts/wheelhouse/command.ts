import type { ParseArgsOptionsConfig } from 'node:util';
import type { Connections } from './connections.ts';

/** What a command is given: its arguments, its options, and ways to the database that open when they are first asked for. */
export type Invocation = {
  values: Record<string, string | boolean | undefined>;
  positionals: string[];
  connections: Connections;
};

/** What a command answers: `json` for programs, `text` for people. */
export type Outcome = { json: unknown; text: string };

export type Command = {
  /** `tenant create` */
  name: string;
  /** Arguments as the help shows them: `<slug>`. */
  arguments: string;
  summary: string;
  /** Further lines of the help. */
  help: string[];
  options: ParseArgsOptionsConfig;
  positionals: { least: number; most: number };
  run(invocation: Invocation): Promise<Outcome>;
};

/** The command line was wrong: exit code 2. */
export class UsageError extends Error {}

/** The value of an option that must be given. */
export function required(values: Invocation['values'], name: string): string {
  const value = values[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`--${name} is missing.`);
}

/** The value of an option, or undefined. */
export function optional(values: Invocation['values'], name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value of an option that is one of a few words. */
export function choice<const T extends string>(values: Invocation['values'], name: string, allowed: readonly T[]): T | undefined {
  const value = optional(values, name);
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (!found) throw new UsageError(`--${name} is ${value}; it must be ${allowed.join(' or ')}.`);
  return found;
}
