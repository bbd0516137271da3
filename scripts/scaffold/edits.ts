import { UsageError } from './usage-error.ts';

/** Adds a name to the import from a module, or the import where there is none. The formatter sorts it. */
export function addImport(text: string, name: string, from: string): string {
  const quoted = from.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const existing = new RegExp(`import \\{([^}]*?),?\\s*\\} from '${quoted}';`);
  const names = existing.exec(text)?.[1];
  if (names?.split(',').some((one) => one.trim() === name)) return text;
  if (names === undefined) return `import { ${name} } from '${from}';\n${text}`;
  return text.replace(existing, `import {${names}, ${name} } from '${from}';`);
}

/** Adds a resource to the end of a domain's resources.ts, or before and into the list that the domain gathers them in. */
export function addResource(text: string, constant: string, declaration: string): string {
  const list = /^export const \w+ = \[([^\]]*?),?\s*\];$/m.exec(text);
  if (!list) return `${text.trimEnd()}\n\n${declaration}`.trimStart();
  const longer = list[0].replace(/,?\s*\];$/, `, ${constant}];`);
  return `${text.slice(0, list.index)}${declaration}\n${longer}${text.slice(list.index + list[0].length)}`;
}

/** Adds a path to the HTTP trigger of a `function.yaml`, after those that are there. */
export function addPath(text: string, path: string): string {
  const paths = [...text.matchAll(/^ {4}- \/v1\/[a-z0-9-]+$/gm)];
  const last = paths.at(-1);
  if (!last) throw new UsageError('The function.yaml has no list "    - /v1/…" below trigger and paths; add the path by hand.');
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}\n    - ${path}${text.slice(end)}`;
}

/** Adds the permissions of a resource to the catalogue in sql/functions/seed_identity.sql, after those of its group. */
export function addToCatalogue(text: string, group: string, noun: string): string {
  const line = (category: string) => `      ('${category}', '${noun}', 'read write delete')`;
  const rows = [...text.matchAll(/^ {6}\('([a-z_]+)', '([a-z_]+)', '[a-z_ ]+'\)(,?)$/gm)];
  const last = rows.filter((row) => row[1] === group).at(-1) ?? rows.at(-1);
  if (!last) throw new UsageError('platform.permission_catalogue() in sql/functions/seed_identity.sql has no list to add to.');
  const end = last.index + last[0].length;
  const comma = last[3] as string;
  return `${text.slice(0, end - comma.length)},\n${line(group)}${comma}${text.slice(end)}`;
}

/** Adds a noun to its group in shared/src/auth/permissions.ts, so that `fleet.*` covers it. */
export function addToGroup(text: string, group: string, noun: string): string {
  const members = new RegExp(`^( {2}${group}: \\[)([^\\]]*?),?\\s*\\]`, 'm');
  if (!members.test(text)) throw new UsageError(`shared/src/auth/permissions.ts has no group "${group}".`);
  return text.replace(members, (_, start: string, names: string) => `${start}${names}${names.trim() ? ', ' : ''}'${noun}']`);
}
