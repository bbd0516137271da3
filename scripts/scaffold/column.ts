import { camelCase, isSnakeCase, reservedWords, soundsSecret } from './names.ts';
import { UsageError } from './usage-error.ts';

/** One column of a new table, as `name:type` gives it. */
export type NewColumn = {
  name: string;
  key: string;
  required: boolean;
  /** Function of shared/src/db/columns.ts that makes it. */
  helper: string;
  /** Its declaration. */
  code: string;
  /** A value in JSON; none for a reference. */
  sample: unknown;
  isText: boolean;
  /** Table that it refers to. */
  references: string | undefined;
};

type Kind = {
  example: string;
  /** Form of what stands in parentheses; none where nothing may. */
  argument?: RegExp;
  code(name: string, argument: string): string;
  sample(argument: string): unknown;
  isText?: true;
};

const plain = (helper: string, sample: unknown): Kind => ({
  example: helper,
  code: (name) => `${helper}('${name}')`,
  sample: () => sample,
});

const kinds: Record<string, Kind> = {
  text: { ...plain('text', 'A text'), isText: true },
  varchar: {
    example: 'varchar(50)',
    argument: /^[1-9]\d{0,4}$/,
    code: (name, length) => `varchar('${name}', { length: ${length} })`,
    sample: (length) => 'A text'.slice(0, Number(length)),
    isText: true,
  },
  oneOf: {
    example: 'oneOf(open|closed)',
    argument: /^[a-z][a-z0-9_]*(\|[a-z][a-z0-9_]*)*$/,
    code: (name, words) =>
      `oneOf('${name}', [${words
        .split('|')
        .map((word) => `'${word}'`)
        .join(', ')}])`,
    sample: (words) => words.split('|')[0],
  },
  integer: plain('integer', 2),
  bigint: { ...plain('bigint', 3_000_000_000), code: (name) => `bigint('${name}', { mode: 'number' })` },
  boolean: plain('boolean', true),
  measure: plain('measure', 12.5),
  money: plain('money', '1234.50'),
  decimal: {
    example: 'decimal(5,2)',
    argument: /^[1-9]\d?,\d{1,2}$/,
    code: (name, digits) => `decimal('${name}', ${digits.replace(',', ', ')})`,
    sample: (digits) => (digits.split(',')[0] === digits.split(',')[1] ? 0 : 2),
  },
  day: plain('day', '2026-06-15'),
  timestamptz: plain('timestamptz', '2026-06-15T12:00:00+00:00'),
  coordinates: plain('coordinates', { longitude: 15.62, latitude: 58.41 }),
  jsonb: plain('jsonb', { note: 'A note' }),
  reference: {
    example: 'reference(depots)',
    argument: /^[a-z][a-z0-9_]*$/,
    code: (name) => `reference('${name}')`,
    sample: () => undefined,
  },
};

const standard = ['id', 'tenant_id', 'created_at', 'updated_at', 'row_version'];

/** The types that a column may be given, for the usage. */
export const columnTypes: string = Object.values(kinds)
  .map((kind) => kind.example)
  .join(', ');

/** Reads `trailer_number:varchar(20)!`. */
export function parseColumn(text: string): NewColumn {
  const match = /^([^:]*):([A-Za-z]+)(?:\(([^()]*)\))?(!?)$/.exec(text);
  if (!match) throw new UsageError(`"${text}" is no column. Write name:type, with ! where it is required: 'axles:integer!'.`);
  const [, name = '', type = '', argument, mark] = match;
  checkName(name);
  const kind = kinds[type];
  if (!kind) throw new UsageError(`"${type}" is no type of a column. Types: ${columnTypes}. Others are written by hand.`);
  if (kind.argument ? !kind.argument.test(argument ?? '') : argument !== undefined)
    throw new UsageError(`"${text}": write the type as ${kind.example}.`);
  if (type === 'decimal') checkDigits(text, argument as string);
  if (type === 'reference' && !name.endsWith('_id'))
    throw new UsageError(`"${name}" refers to a row, so its name ends in _id: '${name}_id:reference(${argument})'.`);
  const required = mark === '!';
  const code = kind.code(name, argument ?? '');
  return {
    name,
    key: camelCase(name),
    required,
    helper: type,
    code: required ? `${code}.notNull()` : code,
    sample: kind.sample(argument ?? ''),
    isText: kind.isText ?? false,
    references: type === 'reference' ? argument : undefined,
  };
}

function checkDigits(text: string, argument: string): void {
  const [precision = 0, scale = 0] = argument.split(',').map(Number);
  if (scale > precision) throw new UsageError(`"${text}": of ${precision} digits, ${scale} cannot follow the point.`);
}

function checkName(name: string): void {
  if (!isSnakeCase(name)) throw new UsageError(`"${name}" is no name of a column. Write it in snake case: trailer_number.`);
  if (standard.includes(name)) throw new UsageError(`Every table has ${standard.join(', ')}; leave out ${name}.`);
  if (reservedWords.has(name)) throw new UsageError(`"${name}" is a word of SQL or JavaScript. Choose another name.`);
  if (soundsSecret(name))
    throw new UsageError(
      `"${name}" sounds like a secret, which a plain resource must not show or take. Add it by hand, masked, hidden and written ` +
        'by a verb (docs/conventions.md), or choose a name that does not sound like one.',
    );
}
