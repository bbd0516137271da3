import { z } from 'zod';

// Each message says what is allowed: it is printed behind the variable's name and value.

export function text() {
  return z.string();
}

export function oneOf<const Choice extends string>(choices: readonly [Choice, ...Choice[]]) {
  return z.enum(choices, { error: `must be one of ${choices.join(', ')}` });
}

/** A whole number, written in digits. */
export function integer(min: number, max: number) {
  const allowed = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, allowed)
    .transform(Number)
    .refine((value) => value >= min && value <= max, allowed);
}

/** A number from 0, written with a decimal point if any. */
export function decimal(max: number) {
  const allowed = `must be a number from 0 to ${max}`;
  return z
    .string()
    .regex(/^\d{1,12}(\.\d{1,9})?$/, allowed)
    .transform(Number)
    .refine((value) => value <= max, allowed);
}

/** A number of bytes, up to what Cloud Run accepts as a request (32 MiB). */
export function bytes() {
  return integer(1, 32 * 1_048_576);
}

export function url(schemes: readonly string[]) {
  const isUrl = (value: string) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1));
  return z.string().refine(isUrl, `must be an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
}

export function postgresUrl() {
  return url(['postgres', 'postgresql']);
}

/** A role of the database, of which no letter needs quoting. */
export function roleName() {
  return z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be the name of a database role, such as wheelhouse_app');
}

/** `host:port`, the form of Google's emulator variables. */
export function hostAndPort() {
  return z.string().regex(/^[^/\s:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i, 'must be host:port');
}

export function resourceName(form: RegExp, shownForm: string) {
  return z.string().regex(form, `must have the form ${shownForm}`);
}

/** Values between commas; nothing is an empty list. */
export function list<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item));
}
