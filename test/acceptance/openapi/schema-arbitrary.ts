import { dayMs } from '@wheelhouse/shared/clock.ts';
import fc from 'fast-check';
import { type Json, resolve } from './operations.ts';

type Context = {
  document: Json;
  /** Ids for a property of this name: mostly of rows that there are. */
  ids(name: string): fc.Arbitrary<string>;
  /** Moments are most often near this one. */
  now: Date;
};

/** What only the description of a property says of its values. */
const meant: Record<string, readonly string[]> = {
  timezone: ['Europe/Stockholm', 'America/Chicago', 'UTC'],
  timeZone: ['Europe/Stockholm', 'UTC'],
  permissionKey: ['vehicle.read', 'depot.write'],
  key: ['fuzz.text', 'fuzz.secret', 'fuzz.new'],
  jobHandler: ['operations.purgeJobHistory', 'fleet.expiringDocuments'],
  cronExpression: ['0 5 * * *', '@daily', '*/15 6-18 * * 1-5'],
  confirm: ['victim-1', 'victim-2', 'victim-3', 'victim-4'],
  deviceId: ['device-1', 'device-2', 'device-9'],
  licenseClass: ['A', 'B', 'C'],
  category: ['general'],
  url: ['https://feed.example/a.json', 'https://feed.example/b.json'],
  code: ['P0301', 'P0301-1C', 'U0100'],
  polyline: ['_p~iF~ps|U_ulLnnqC_mqNvxq`@', '_p~iF~ps|U'],
};

const deepest = 4;

/** Values that satisfy a JSON Schema, for the keywords that the document uses; any other keyword is an error. */
export function validValue(schema: Json, context: Context, name = '', depth = 0): fc.Arbitrary<unknown> {
  const inner = (part: unknown, key = name): fc.Arbitrary<unknown> => validValue(part as Json, context, key, depth + 1);
  if (schema.examples) {
    const { examples, ...others } = schema;
    return fc.oneof(fc.constantFrom(...(examples as unknown[])), inner(others));
  }
  if (schema.$ref) return depth > deepest ? fc.constant(null) : inner(resolve(context.document, schema));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...(schema.enum as unknown[]));
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (choices)
    return depth > deepest
      ? inner(choices.find((one) => one.type !== 'array') ?? choices[0])
      : fc.oneof(...choices.map((one) => inner(one)));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => inner({ ...schema, type })));
  switch (schema.type) {
    case 'object':
      return validObject(schema, inner, context.now);
    case 'array':
      return fc.array(inner(schema.items ?? {}), {
        minLength: (schema.minItems as number) ?? 0,
        maxLength: Math.min((schema.maxItems as number) ?? 3, Math.max(3, (schema.minItems as number) ?? 0)),
      });
    case 'string':
      return meant[name] && schema.format === undefined
        ? fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom(...meant[name]) },
            { weight: 1, arbitrary: validString(schema, context.ids(name), context.now) },
          )
        : validString(schema, context.ids(name), context.now);
    case 'integer':
      return fc.integer(integerRange(schema));
    case 'number':
      return validNumber(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
      return fc.jsonValue({ maxDepth: 2 });
    default:
      throw new Error(`No values can be made for ${JSON.stringify(schema).slice(0, 200)}.`);
  }
}

function validObject(
  schema: Json,
  inner: (part: unknown, key?: string) => fc.Arbitrary<unknown>,
  now: Date,
): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const extra = schema.additionalProperties;
  if (properties.length === 0 && extra && typeof extra === 'object') {
    return fc.dictionary(validKey(schema.propertyNames as Json | undefined, now), inner(extra), { maxKeys: 3 });
  }
  const required = (schema.required ?? []) as string[];
  const record = Object.fromEntries(properties.map(([key, part]) => [key, inner(part, key)]));
  const least = fc.record(Object.fromEntries(Object.entries(record).filter(([key]) => required.includes(key))));
  return fc.oneof(least, fc.record(record, { requiredKeys: required }), fc.record(record));
}

const validKey = (schema: Json | undefined, now: Date): fc.Arbitrary<string> =>
  validString(schema ?? { type: 'string' }, fc.uuid(), now).filter((key) => key !== '__proto__');

function validString(schema: Json, ids: fc.Arbitrary<string>, now: Date): fc.Arbitrary<string> {
  const minLength = (schema.minLength as number) ?? 0;
  const longest = (schema.maxLength as number) ?? 10_000;
  const format = schema.format as string | undefined;
  const made = format === 'uuid' ? ids : format ? formatsAt(now)[format] : undefined;
  if (made) return made;
  if (schema.pattern) {
    const fits = new RegExp(schema.pattern as string, 'u');
    return fc.stringMatching(fits).filter((text) => text.length >= minLength && text.length <= longest);
  }
  const short = { minLength, maxLength: Math.min(longest, minLength + 30) };
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ ...short, unit: 'grapheme-ascii' }) },
    { weight: 2, arbitrary: fc.string({ ...short, unit: 'grapheme' }).filter((text) => text.length <= longest) },
    { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{8}$/).map((word) => incompressible(word, longest)) },
  );
}

/** A text of exactly this length that neither repeats itself nor can be compressed much, as an index has to hold it. */
function incompressible(seed: string, length: number): string {
  let state = Number.parseInt(Buffer.from(seed).toString('hex').slice(0, 8), 16) | 1;
  return Array.from({ length }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return String.fromCharCode(97 + ((state >>> 8) % 26));
  }).join('');
}

const days = (now: Date, before: number, after: number) =>
  fc.date({
    min: new Date(now.getTime() - before * dayMs),
    max: new Date(now.getTime() + after * dayMs),
    noInvalidDate: true,
  });
const between = (min: string, max: string) => fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true });

/** Much is about the last days and the next ones; the rest of time is there as well. */
const momentsAround = (now: Date) =>
  fc.oneof(
    { weight: 3, arbitrary: days(now, 2, 2) },
    { weight: 2, arbitrary: days(now, 30, 30) },
    { weight: 1, arbitrary: between('2020-01-01', '2040-01-01') },
    { weight: 1, arbitrary: between('0001-01-02', '9999-12-30') },
  );
const network = (address: fc.Arbitrary<string>, bits: number) =>
  fc.tuple(address, fc.integer({ min: 0, max: bits })).map(([ip, length]) => `${ip}/${length}`);
const plainIpV6 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map((parts) => parts.map((part) => part.toString(16)).join(':'));

type Formats = Record<string, fc.Arbitrary<string>>;

const timeless: Formats = {
  email: fc.stringMatching(/^[a-z]{1,10}[0-9]{0,4}@[a-z]{1,8}\.(com|org|example)$/),
  ipv4: fc.ipV4(),
  ipv6: plainIpV6,
  cidrv4: network(fc.ipV4(), 32),
  cidrv6: network(plainIpV6, 128),
  uri: fc.webUrl(),
};

function formatsAt(now: Date): Formats {
  const moments = momentsAround(now);
  return {
    ...timeless,
    date: moments.map((moment) => moment.toISOString().slice(0, 10)),
    'date-time': fc.oneof(
      {
        weight: 12,
        arbitrary: fc
          .tuple(moments, fc.constantFrom('Z', 'Z', '+00:00', '-14:00', '+14:00'))
          .map(([moment, offset]) => moment.toISOString().replace('Z', offset)),
      },
      // In UTC they are in the year before the first and after the last of four digits.
      {
        weight: 1,
        arbitrary: fc.constantFrom('0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00', '0000-02-29T00:00:00Z'),
      },
    ),
  };
}

function integerRange(schema: Json): { min: number; max: number } {
  const min = (schema.minimum as number) ?? ((schema.exclusiveMinimum as number | undefined) ?? Number.MIN_SAFE_INTEGER - 1) + 1;
  const max = (schema.maximum as number) ?? ((schema.exclusiveMaximum as number | undefined) ?? Number.MAX_SAFE_INTEGER + 1) - 1;
  return { min, max };
}

function validNumber(schema: Json): fc.Arbitrary<number> {
  const min = (schema.minimum ?? schema.exclusiveMinimum) as number | undefined;
  const max = (schema.maximum ?? schema.exclusiveMaximum) as number | undefined;
  return fc.oneof(
    fc.double({
      ...(min === undefined ? {} : { min, minExcluded: schema.minimum === undefined }),
      ...(max === undefined ? {} : { max, maxExcluded: schema.maximum === undefined }),
      noNaN: true,
      noDefaultInfinity: true,
    }),
    fc.integer({
      min: Math.ceil((min ?? -1000) + (schema.minimum === undefined && min !== undefined ? 1 : 0)),
      max: Math.max(1, Math.floor(Math.min((max ?? 1000) - 1, (min ?? 0) + 1000))),
    }),
  );
}
