import { readFileSync } from 'node:fs';

let descriptions: ReadonlyMap<string, string> | undefined;

/**
 * The description of a generic code; undefined where none is listed. The list is read when it is first asked for: most instances
 * never meet a code.
 */
export function descriptionOf(base: string): string | undefined {
  descriptions ??= read();
  return descriptions.get(base);
}

function read(): ReadonlyMap<string, string> {
  const lines = readFileSync(new URL('./codes.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  return new Map(lines.map((line) => [line.slice(0, 5), line.slice(6)]));
}
