/** Whether a JSON value holds arrays or objects nested deeper than this; never looks deeper itself. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  for (const key in value) {
    if (isDeeperThan((value as Record<string, unknown>)[key], levels - 1)) return true;
  }
  return false;
}

/**
 * JSON text that PostgreSQL takes as jsonb: NUL characters and halves of surrogate pairs, which it cannot hold, become U+FFFD.
 * JSON.stringify writes both as escapes, and nothing else as an escape of those forms.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value).replace(/\\(?:u(0000|d[89a-f][0-9a-f]{2})|.)/g, (escaped, code?: string) =>
    code ? '\ufffd' : escaped,
  );
}

/** Text that PostgreSQL can hold, in the same way. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}
