import { type Exceptions, withExceptions } from './declarations.ts';

/** A file of the project: its path from the root, with slashes, and its text. */
export type ProjectFile = { path: string; text: string };

type Check = (files: readonly ProjectFile[]) => string[];

const code = /^(shared\/src|emulator\/src|functions|scripts)\/.*\.(ts|mjs)$/;
const maxLines = 300;

const linesOf = (text: string): number => text.replace(/\n$/, '').split('\n').length;

/** The text without comments; strings stay. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** Modules that a file imports or re-exports. */
function importsOf(text: string): string[] {
  return [...withoutComments(text).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
}

/** Files too long to have one subject. */
export const longFiles: Check = (files) =>
  files
    .filter(({ path, text }) => code.test(path) && linesOf(text) > maxLines)
    .map(({ path, text }) => `${path} has ${linesOf(text)} lines; split it by subject (at most ${maxLines})`);

/** The product must not know the emulator, nor the functions that it is deployed as. */
export const wrongImports: Check = (files) =>
  files
    .filter(({ path }) => path.startsWith('shared/src/'))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((module) => /^@wheelhouse\/emulator\b|\/(emulator\/src|functions|test|bench|scripts)\/(?!\.)/.test(module))
        .map((module) => `${path} imports ${module}; shared/src knows neither the emulator nor functions, tests or scripts`),
    );

/** Domains whose tables import each other's, directly or by others. */
export const tableCycles: Check = (files) => {
  const needs = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    const domain = /^shared\/src\/domains\/([^/]+)\/tables\//.exec(path)?.[1];
    if (!domain) continue;
    for (const module of importsOf(text)) {
      const other = /(?:^(?:\.\.\/)+|\/domains\/)([a-z][a-z-]*)\/(?:tables|index)/.exec(module)?.[1];
      if (other && other !== domain) needs.set(domain, (needs.get(domain) ?? new Set()).add(other));
    }
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(needs.get(from) ?? [])].some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  return [...needs.keys()]
    .filter((domain) => reaches(domain, domain))
    .map((domain) => `Tables of ${domain} need those of ${[...(needs.get(domain) ?? [])].join(', ')}, which need them again`);
};

/**
 * What stands in an index.ts besides exports. That of a domain may gather what it imports; that of a middleware is the middleware,
 * a folder each.
 */
export const fullIndexes: Check = (files) =>
  files
    .filter(
      ({ path }) => /^(shared|emulator)\/src\/(.*\/)?index\.ts$/.test(path) && !/^shared\/src\/middleware\/[^/]+\//.test(path),
    )
    .filter(({ path, text }) => {
      const rest = withoutComments(text).replace(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'[^']+';/g, '');
      return path.startsWith('shared/src/domains/') ? /=>|\bfunction\b|\bclass\b|\bawait\b/.test(rest) : rest.trim() !== '';
    })
    .map(({ path }) => `${path} does more than export; move it to a file with its name`);

/** Domain code that reads the time or chance for itself. */
export function ownClocks(files: readonly ProjectFile[], exceptions: Exceptions): string[] {
  const found = files
    .filter(({ path }) => path.startsWith('shared/src/domains/'))
    .filter(({ text }) => /\bDate\.now\(|\bnew Date\(\s*\)|\bMath\.random\(/.test(withoutComments(text)))
    .map(({ path }) => path);
  return withExceptions(found, exceptions, (path) => `${path} reads the time or chance itself; take services.clock or a source`);
}

/** Tests that wait for time to pass. */
export function sleepingTests(files: readonly ProjectFile[], exceptions: Exceptions): string[] {
  const found = files
    .filter(({ path }) => path.startsWith('test/') && path.endsWith('.ts'))
    .filter(({ text }) => /timers\/promises|setTimeout\(\s*(resolve|done|r|\(\s*\)\s*=>\s*resolve)\b/.test(withoutComments(text)))
    .map(({ path }) => path);
  return withExceptions(found, exceptions, (path) => `${path} sleeps; wait for the event or condition (expect.poll, vi.waitFor)`);
}

/** Work that was put off. */
export const unfinished: Check = (files) =>
  files
    .filter(({ text }) => /\b(TO)(DO)\b|\b(FIX)(ME)\b/.test(text))
    .map(({ path }) => `${path} holds a note of unfinished work`);

const hosts =
  /\b(registry|registry-1|archive|deb|security|files|proxy)\.(npmjs|yarnpkg|ubuntu|debian|pythonhosted|golang)\.(org|com)\b/;
const machinePath = /(?:^|[\s'"`(=:])(\/(?:home|root|Users|work|mnt)\/[\w.-]+)/m;

/** Traces of one machine: hosts of package registries, and absolute paths. */
export const machineTraces: Check = (files) =>
  files.flatMap(({ path, text }) => {
    const host = hosts.exec(text)?.[0];
    const absolute = machinePath.exec(text)?.[1];
    return [
      ...(host ? [`${path} names ${host}; registries are the installing machine's choice`] : []),
      ...(absolute ? [`${path} names ${absolute}, which is a path of one machine`] : []),
    ];
  });
