import { dayMs } from '../../../../clock.ts';
import { comparable, digitsRepaired, withinEdits } from './ocr.ts';

/** A day as it stands in a text, from `start` to before `end`. */
export type DateReading = {
  /** `YYYY-MM-DD` */
  value: string;
  start: number;
  end: number;
  /** Of a text such as 03/04/2026 the other reading. */
  alternatives: string[];
  /** 0 to 1: how sure it is that this day is meant. */
  confidence: number;
};

/** Whether 03/04 is the fourth of March or the third of April, and whether the document itself proves that. */
export type DateOrder = { first: 'month' | 'day'; isProven: boolean };

const monthNames: readonly (readonly string[])[] = [
  ['january', 'januar', 'janvier', 'januari'],
  ['february', 'februar', 'fevrier', 'februari'],
  ['march', 'marz', 'mars', 'maart'],
  ['april', 'avril'],
  ['may', 'mai', 'mei', 'maj'],
  ['june', 'juni', 'juin'],
  ['july', 'juli', 'juillet'],
  ['august', 'aout', 'augusti', 'augustus'],
  ['september', 'septembre', 'sept'],
  ['october', 'oktober', 'octobre', 'okt'],
  ['november', 'novembre'],
  ['december', 'dezember', 'decembre', 'dez'],
].map((names) => names.map(comparable));

const numeric = /(?<![\d/.-])(\d{4}|\d{1,2})( ?[/.-] ?)(\d{1,2}) ?[/.-] ?(\d{4}|\d{1,2})(?!\d|[/.-]\d)/g;
const dayFirst = /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ .,-]{0,2}(?:of )?([\p{L}01]{3,9})[ .,'-]{0,3}(\d{4}|\d{2})(?![\d:])/giu;
const monthFirst = /(?<![\p{L}\d])([\p{L}01]{3,9})[ .,-]{0,2}(\d{1,2})(?:st|nd|rd|th)?[ .,-]{1,3}(\d{4}|\d{2})(?![\d:])/giu;
const compact = /(?<![\p{L}\d])\d{8}(?![\p{L}\d])/gu;

/** Where the month stands first: the United States and what follows them; a language without a country says the same only for English. */
export function localeOrder(locale: string): DateOrder {
  const region = /[-_]([A-Za-z]{2})(?![A-Za-z])/.exec(locale)?.[1]?.toUpperCase();
  const isMonth = region ? ['US', 'PH', 'PR', 'GU', 'FM', 'MH', 'PW'].includes(region) : locale.toLowerCase().startsWith('en');
  return { first: isMonth ? 'month' : 'day', isProven: false };
}

/** The order that dates such as 25/03/2026 in the same document prove; where they prove none or both, the locale's. */
export function dateOrderOf(texts: Iterable<string>, locale: string): DateOrder {
  let [dayProofs, monthProofs] = [0, 0];
  for (const text of texts) {
    for (const match of digitsRepaired(text).matchAll(numeric)) {
      const [first, second] = [Number(match[1]), Number(match[3])];
      if (match[1]!.length > 2 || match[2]!.trim() === '.') continue;
      if (first > 12 && first <= 31 && second <= 12) dayProofs++;
      if (second > 12 && second <= 31 && first <= 12) monthProofs++;
    }
  }
  if (dayProofs > 0 === monthProofs > 0) return localeOrder(locale);
  return { first: dayProofs ? 'day' : 'month', isProven: true };
}

/** All days in a line. `withCompact` also takes eight digits such as 20260304: only where a label says that a date stands there. */
export function findDates(original: string, order: DateOrder, withCompact = false): DateReading[] {
  const text = digitsRepaired(original);
  const found: DateReading[] = [];
  collect(text, numeric, found, (match) => numericDate(match, order));
  collect(text, dayFirst, found, (match) => textDate(match[3]!, match[2]!, match[1]!));
  collect(text, monthFirst, found, (match) => textDate(match[3]!, match[1]!, match[2]!));
  if (withCompact) collect(text, compact, found, (match) => compactDate(match[0], order));
  return found.sort((a, b) => a.start - b.start);
}

/** The date that the text begins with, after signs, blanks and the name of a weekday. */
export function readDate(text: string, order: DateOrder): DateReading | undefined {
  const first = findDates(text, order, true)[0];
  if (!first) return undefined;
  const lead = text.slice(0, first.start);
  return /^[^\p{L}\p{N}]*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[^\p{L}\p{N}]*)?(?:(?:on|by|the|is|\d{1,2}:\d{2}(?::\d{2})? ?(?:[ap]m)?)[^\p{L}\p{N}]*)?$/iu.test(
    lead,
  )
    ? first
    : undefined;
}

/** The last day of a month written as 03/2026 or MAR 2026, as registrations say when they end. */
export function readMonthEnd(text: string): DateReading | undefined {
  const match = /^[^\p{L}\p{N}]{0,5}(?:(\d{1,2}) ?[/-] ?(\d{4})|([\p{L}01]{3,9})[ .,/-]{1,3}(\d{4}))(?![\d/-])/u.exec(
    digitsRepaired(text),
  );
  if (!match) return undefined;
  const month = match[1] ? Number(match[1]) : monthOf(match[3]!);
  const year = Number(match[2] ?? match[4]);
  if (!month || month > 12) return undefined;
  const value = dayOf(year, month, new Date(Date.UTC(year, month, 0)).getUTCDate());
  return value ? { value, start: 0, end: match[0].length, alternatives: [], confidence: 0.8 } : undefined;
}

/** Adds days to a day: what "net 30" means. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

type Read = Omit<DateReading, 'start' | 'end'>;

function collect(text: string, pattern: RegExp, found: DateReading[], read: (match: RegExpExecArray) => Read | undefined) {
  const expression = new RegExp(pattern);
  for (let match = expression.exec(text); match; match = expression.exec(text)) {
    const [start, end] = [match.index, match.index + match[0].length];
    const reading = found.some((other) => start < other.end && other.start < end) ? undefined : read(match);
    if (reading) found.push({ ...reading, start, end });
    else expression.lastIndex = start + 1;
  }
}

function numericDate(match: RegExpExecArray, order: DateOrder): Read | undefined {
  const [a, b, c] = [match[1]!, match[3]!, match[4]!];
  const sure = (value: string | undefined): Read | undefined =>
    value ? { value, alternatives: [], confidence: c.length === 2 ? 0.95 : 1 } : undefined;
  if (a.length === 4) return c.length <= 2 ? sure(dayOf(Number(a), Number(b), Number(c))) : undefined;
  if (c.length === 1) return undefined;
  const year = yearOf(c);
  const dayThenMonth = dayOf(year, Number(b), Number(a));
  const monthThenDay = dayOf(year, Number(a), Number(b));
  // With points the day stands first wherever that form is used.
  if (match[2]!.trim() === '.' && dayThenMonth) return sure(dayThenMonth);
  if (!dayThenMonth || !monthThenDay || dayThenMonth === monthThenDay) return sure(dayThenMonth ?? monthThenDay);
  const [value, other] = order.first === 'month' ? [monthThenDay, dayThenMonth] : [dayThenMonth, monthThenDay];
  return { value, alternatives: [other], confidence: order.isProven ? 0.93 : 0.8 };
}

function textDate(year: string, month: string, day: string): Read | undefined {
  const number = monthOf(month);
  const value = number ? dayOf(yearOf(year), number, Number(day)) : undefined;
  return value ? { value, alternatives: [], confidence: 1 } : undefined;
}

function compactDate(digits: string, order: DateOrder): Read | undefined {
  const part = (from: number, to: number) => Number(digits.slice(from, to));
  const iso = dayOf(part(0, 4), part(4, 6), part(6, 8));
  if (iso) return { value: iso, alternatives: [], confidence: 0.9 };
  const [first, second] = [part(0, 2), part(2, 4)];
  const [value, other] =
    order.first === 'month'
      ? [dayOf(part(4, 8), first, second), dayOf(part(4, 8), second, first)]
      : [dayOf(part(4, 8), second, first), dayOf(part(4, 8), first, second)];
  const best = value ?? other;
  if (!best) return undefined;
  return { value: best, alternatives: value && other && value !== other ? [other] : [], confidence: 0.75 };
}

function monthOf(word: string): number | undefined {
  const written = comparable(word);
  const exact = monthNames.findIndex((names) =>
    names.some((name) => name === written || (written.length === 3 && names[0]!.slice(0, 3) === written)),
  );
  if (exact >= 0) return exact + 1;
  if (written.length < 5) return undefined;
  const near = monthNames.findIndex((names) => withinEdits(names[0]!, written, 1));
  return near >= 0 ? near + 1 : undefined;
}

/** Two digits are a year from 1970 to 2069. */
function yearOf(digits: string): number {
  if (digits.length === 4) return Number(digits);
  return Number(digits) + (Number(digits) < 70 ? 2000 : 1900);
}

/** Undefined for days that are in no calendar, and for years that no such document is of. */
function dayOf(year: number, month: number, day: number): string | undefined {
  if (year < 1950 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day ? date.toISOString().slice(0, 10) : undefined;
}
