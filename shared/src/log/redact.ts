const secretName =
  /(authorization|cookie|password|passwd|passphrase|secret|token|credentials?|api[-_]?key|private[-_]?key|(password|secret|token)[-_]?hash)$/i;

const maxDepth = 6;

/** A copy in which the value of every member that is named like a secret (`accessToken`, `client_secret`) is masked. */
export function redacted(fields: Record<string, unknown>): Record<string, unknown> {
  return redactMembers(fields, 0);
}

function redactMembers(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    copy[name] = secretName.test(name) && value !== undefined && value !== null ? '[redacted]' : redactValue(value, depth + 1);
  }
  return copy;
}

// Errors and class instances keep their identity: the serializers deal with them.
function redactValue(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return depth > maxDepth ? '[too deep]' : value.map((item) => redactValue(item, depth + 1));
  if (!isPlainObject(value)) return value;
  return depth > maxDepth ? '[too deep]' : redactMembers(value, depth);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
