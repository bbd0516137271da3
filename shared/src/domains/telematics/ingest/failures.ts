/** What a failed transaction means for its readings. */
export type Failure = 'unknown_tenant' | 'suspended' | 'missing_partition' | 'unstorable' | 'passing';

type DatabaseFailure = { code?: string; constraint?: string; cause?: unknown };

/**
 * Classes of SQLSTATE that say the data cannot be stored, now or later: data exception, integrity constraint, a rule that raised,
 * program limit (PostgreSQL manual, appendix A). All others (connection, resources, locks, cancelled) pass by themselves.
 */
const ofTheData = new Set(['22', '23', 'P0', '54']);

export function failureOf(error: unknown): Failure {
  const { code, constraint } = deepestOf(error);
  if (code === 'WH404') return 'unknown_tenant';
  if (code === 'WH403') return 'suspended';
  // "No partition of relation found for row" is a check violation without a constraint.
  if (code === '23514' && !constraint) return 'missing_partition';
  return code && (code === 'WH422' || ofTheData.has(code.slice(0, 2))) ? 'unstorable' : 'passing';
}

function deepestOf(error: unknown): DatabaseFailure {
  let failure = error as DatabaseFailure;
  while (!failure.code && failure.cause) failure = failure.cause as DatabaseFailure;
  return failure;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
