export type LoggableError = {
  type: string;
  message: string;
  stack: string;
  code?: unknown;
  schema?: unknown;
  table?: unknown;
  column?: unknown;
  constraint?: unknown;
  cause?: LoggableError;
};

const maxCauses = 6;

/**
 * An error as it may be logged: its text, stack, code and causes, and the names (never the values) in a PostgreSQL report.
 * Its other members are left out, because they carry people's data: drizzle's `params`, PostgreSQL's `detail`.
 */
export function loggableError(thrown: unknown, depth = 0): LoggableError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: String(thrown), stack: '' };
  const message = withoutParameters(thrown.message);
  const stack = withoutParameters((thrown.stack ?? '').replace(thrown.message, message));
  const names = ['code', 'schema', 'table', 'column', 'constraint'] as const;
  const known = Object.fromEntries(
    names.filter((name) => name in thrown && thrown[name as never] !== undefined).map((name) => [name, thrown[name as never]]),
  );
  const cause = thrown.cause !== undefined && depth < maxCauses ? { cause: loggableError(thrown.cause, depth + 1) } : {};
  return { type: thrown.name, message, stack, ...known, ...cause };
}

/** DrizzleQueryError's message is `Failed query: <sql>\nparams: <values>`. */
function withoutParameters(message: string): string {
  return message.startsWith('Failed query: ') ? message.replace(/\nparams: .*$/s, '') : message;
}
