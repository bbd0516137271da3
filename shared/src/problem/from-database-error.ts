import type { ConstraintColumns, PostgresError } from './constraint-fields.ts';
import { constraintFields, constraintRule, fieldName, keyOf, referencedTable } from './constraint-fields.ts';
import {
  accessDenied,
  alreadyExists,
  conflict,
  invalidFields,
  invalidRequest,
  nothingHere,
  ruleViolated,
  tenantSuspended,
  transactionConflict,
  unavailable,
} from './factories.ts';
import type { WheelhouseError } from './wheelhouse-error.ts';

export type { ConstraintColumns } from './constraint-fields.ts';

/**
 * What a client may know of a PostgreSQL error, by its SQLSTATE (PostgreSQL manual, appendix A), or undefined where the error
 * is none of the client's doing. Looks through the wrappers that drizzle puts around the error.
 *
 * @param columnsOf the columns of a constraint. PostgreSQL leaves the key out of its message where row security is on, so
 *   without this the fields are guessed from the constraint's name, which is exact for one column only.
 */
export function fromDatabaseError(error: unknown, columnsOf?: ConstraintColumns): WheelhouseError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth += 1) {
    if (isPostgresError(cause)) return bySqlState[cause.code]?.(cause, columnsOf) ?? byClass[cause.code.slice(0, 2)]?.(cause);
    if (isLostConnection(cause)) return unavailable('The database cannot be reached at the moment.', 2, { cause });
  }
  return undefined;
}

type Translate = (cause: PostgresError, columnsOf?: ConstraintColumns) => WheelhouseError | undefined;

const busy: Translate = (cause) =>
  unavailable('The database is busy. Nothing was changed; send the request again.', 1, { cause });
const unreachable: Translate = (cause) => unavailable('The database cannot be reached at the moment.', 2, { cause });
const unreadable: Translate = (cause) =>
  invalidRequest('A value does not have the form that its type demands.', undefined, { cause });

const bySqlState: Record<string, Translate> = {
  '22001': (cause) => tooLarge('A text is too long for its field.', cause),
  '22003': (cause) => tooLarge('A number is too large or too small for its field.', cause),
  '22007': (cause) => invalidRequest('A date or time cannot be read. Write it as in RFC 3339.', undefined, { cause }),
  '22008': (cause) => invalidRequest('A date or time does not exist or is out of range.', undefined, { cause }),
  '22021': (cause) => invalidRequest('A text contains a character that cannot be stored, such as U+0000.', undefined, { cause }),
  '22P02': unreadable,
  '22P03': unreadable,
  '22P05': (cause) => invalidRequest('A text contains a character that cannot be stored, such as U+0000.', undefined, { cause }),
  '23502': missingValue,
  '23503': brokenReference,
  '23505': duplicate,
  '23514': brokenRule,
  '23P01': overlap,
  '25006': (cause) => unavailable('The database takes no changes at the moment.', 5, { cause }),
  '25P03': busy,
  '40001': (cause) => transactionConflict({ cause }),
  '40P01': (cause) => transactionConflict({ cause }),
  '42501': (cause) => accessDenied('This operation is not permitted on these records.', { cause }),
  '55P03': (cause) =>
    unavailable('Another request holds these records. Nothing was changed; send the request again.', 1, { cause }),
  '57014': (cause) => unavailable('The operation took too long and was stopped. Nothing was changed.', 5, { cause }),
  '57P01': unreachable,
  '57P02': unreachable,
  '57P03': unreachable,
  // Raised by our own SQL functions; their messages are written for clients.
  WH403: (cause) => tenantSuspended(cause.message, { cause }),
  WH404: (cause) => nothingHere(cause.message, { cause }),
  WH422: (cause) => ruleViolated(cause.message, ruleFields(cause), { cause }),
  WH503: (cause) => unavailable(cause.message, 5, { cause }),
};

/** Connection exceptions and insufficient resources (too many connections, disk full): every state of these classes. */
const byClass: Record<string, Translate> = { '08': unreachable, '53': busy };

function duplicate(cause: PostgresError, columnsOf?: ConstraintColumns): WheelhouseError {
  const names = constraintFields(cause, columnsOf);
  const { values } = keyOf(cause);
  const shown = names.map((name, index) => (values[index] === undefined ? name : `${name} ${values[index]}`)).join(', ');
  const fields = names.map((path) => ({ path, message: 'Is taken.', code: 'already_exists' }));
  return alreadyExists(shown ? `There is one with the same ${shown}.` : 'There is one like it.', fields, { cause });
}

function brokenReference(cause: PostgresError, columnsOf?: ConstraintColumns): WheelhouseError {
  if (cause.message.startsWith('update or delete')) {
    return conflict(`It is still referenced by ${words(cause.table ?? 'another record')}.`, undefined, { cause });
  }
  const target = referencedTable(cause);
  const message = target ? `Refers to one of ${words(target)} that does not exist.` : 'Refers to something that does not exist.';
  const fields = constraintFields(cause, columnsOf).map((path) => ({ path, message, code: 'invalid_reference' }));
  return invalidFields(fields, fields.length ? undefined : message, { cause });
}

function missingValue(cause: PostgresError): WheelhouseError | undefined {
  // The tenant key is ours to fill, never the client's.
  if (!cause.column || cause.column === 'tenant_id') return undefined;
  return invalidFields([{ path: fieldName(cause.column), message: 'Is required.', code: 'required' }], undefined, { cause });
}

function brokenRule(cause: PostgresError, columnsOf?: ConstraintColumns): WheelhouseError {
  // PostgreSQL reports a row that no partition takes with this state and no constraint.
  if (!cause.constraint) return tooLarge('A value, most likely a time, lies outside the range that is stored.', cause);
  const rule = constraintRule(cause);
  const paths = columnsOf?.(cause.table ?? '', cause.constraint)?.map(fieldName) ?? [rule];
  const fields = paths.map((path) => ({ path, message: `Does not satisfy the rule ${cause.constraint}.`, code: 'check' }));
  return invalidFields(fields, undefined, { cause });
}

function overlap(cause: PostgresError): WheelhouseError {
  return conflict(`It overlaps one that exists (rule ${cause.constraint ?? 'of exclusion'}).`, undefined, { cause });
}

function tooLarge(detail: string, cause: PostgresError): WheelhouseError {
  const fields = cause.column ? [{ path: fieldName(cause.column), message: detail, code: 'out_of_range' }] : [];
  return invalidFields(fields, detail, { cause });
}

function ruleFields(cause: PostgresError) {
  return cause.column ? [{ path: fieldName(cause.column), message: cause.message, code: 'rule' }] : undefined;
}

function words(table: string): string {
  return table.replaceAll('_', ' ');
}

// `severity` tells a server's report from Node's own errors, whose codes (`EPIPE`) can look like a SQLSTATE.
function isPostgresError(error: Error): error is PostgresError {
  return 'severity' in error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code);
}

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

// pg and pg-pool report these with a message only.
const connectionMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

function isLostConnection(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return (typeof code === 'string' && socketCodes.has(code)) || connectionMessages.test(error.message);
}
