import { tables } from './tables.ts';

const marker = /(<!-- load-model:([a-z]+) -->\n)[\s\S]*?(<!-- \/load-model -->)/g;

/**
 * A document with the tables of today between its markers, `<!-- load-model:cost -->` and `<!-- /load-model -->`.
 *
 * @throws Error where a marker names no table, or a table stands nowhere
 */
export function withTables(document: string): string {
  const missing = new Set(Object.keys(tables));
  const written = document.replace(marker, (_, start: string, name: string, end: string) => {
    const render = tables[name];
    if (!render) throw new Error(`There is no table ${name}; there are ${Object.keys(tables).join(', ')}.`);
    missing.delete(name);
    return `${start}${render()}\n${end}`;
  });
  if (missing.size > 0) throw new Error(`The document has no place for ${[...missing].join(', ')}.`);
  return written;
}
