import { type RuleName, rules } from './rules.ts';

/** What is wrong at a line of a migration. `annotation`: the exception itself; `syntax`: PostgreSQL cannot read it. */
export type Finding = { line: number; statementLine?: number; rule: RuleName | 'annotation' | 'syntax'; message: string };

/** For people: place, what is wrong, why, and what to do instead. */
export function describeFinding(path: string, { line, rule, message }: Finding): string {
  const place = `${path}:${line} ${rule}: ${message}`;
  if (rule === 'annotation' || rule === 'syntax') return place;
  return `${place}\n  Why: ${rules[rule].why}\n  Instead: ${rules[rule].instead}`;
}
