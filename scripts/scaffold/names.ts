const irregular: Record<string, string> = {
  people: 'person',
  children: 'child',
  axes: 'axis',
  indices: 'index',
  analyses: 'analysis',
  data: 'datum',
  criteria: 'criterion',
};

/** `work_orders` and `work-orders` are `workOrders`. */
export const camelCase = (name: string): string => name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());

/** `workOrders` is `WorkOrders`. */
export const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** `work_orders` is `work-orders`. */
export const kebabCase = (name: string): string => name.replaceAll('_', '-');

/** `work_orders` is `Work orders`. */
export const sentence = (name: string): string => capitalised(name.replace(/[-_]/g, ' '));

/** The singular of a snake-case plural, or undefined where English has no rule for it. */
export function singularOf(plural: string): string | undefined {
  const words = plural.split('_');
  const last = words.pop() ?? '';
  const singular = singularWord(last);
  return singular && [...words, singular].join('_');
}

function singularWord(word: string): string | undefined {
  if (irregular[word]) return irregular[word];
  if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/(ss|x|ch|sh|us)es$/.test(word)) return word.slice(0, -2);
  if (/[^su]s$/.test(word)) return word.slice(0, -1);
  return undefined;
}

/**
 * Words that PostgreSQL takes for its own in place of a name (`select word from pg_get_keywords() where catcode in ('R', 'T')`),
 * and those of JavaScript that cannot name a constant.
 */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column ' +
    'concurrently constraint create cross current_catalog current_date current_role current_schema current_time ' +
    'current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from ' +
    'full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime ' +
    'localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right ' +
    'select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using ' +
    'variadic verbose when where window with break class const continue delete enum export extends finally function if import ' +
    'instanceof new return super switch this throw try typeof var void while yield'
  ).split(' '),
);

const secretWords = new Set(['password', 'passwd', 'passphrase', 'secret', 'hash', 'token', 'key', 'credential', 'credentials']);

/** Whether a name in snake or camel case says that its value must not leave the database: `password_hash`, `apiKey`, `clientSecret`. */
export function soundsSecret(name: string): boolean {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .some((word) => secretWords.has(word));
}

/** Snake case, and short enough that names of constraints stay whole. */
export const isSnakeCase = (name: string): boolean => /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) && name.length <= 40;
