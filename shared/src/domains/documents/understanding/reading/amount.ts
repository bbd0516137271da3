import { formatDecimal, parseDecimal } from './decimal.ts';
import { digitsRepaired } from './ocr.ts';

/** An amount as it stands in a text, from `start` to before `end`. `value` has a point and as many decimals as are written. */
export type AmountReading = {
  value: string;
  start: number;
  end: number;
  /** ISO 4217 code, or the sign where several currencies share it: `$`, `kr`. */
  currency: string | undefined;
  hasDecimals: boolean;
};

const currencyCodes = 'USD|EUR|GBP|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|MXN|JPY|INR|ZAR';
const before = new RegExp(
  `(?:(${currencyCodes})|(US\\$|CA\\$|C\\$|A\\$|[$€£¥]|(?<![\\p{L}])kr\\.?|(?<![\\p{L}])Rs\\.?|₹))\\s?$`,
  'iu',
);
const after = new RegExp(`^\\s?(?:(${currencyCodes})(?![\\p{L}])|([€£$]|kr(?![\\p{L}])))`, 'iu');
const codesOfSigns: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  us$: 'USD',
  ca$: 'CAD',
  c$: 'CAD',
  a$: 'AUD',
  rs: 'INR',
};

/** Languages that part thousands by a space; a common space is a separator only there. */
const spacedLanguages = new Set(['fr', 'sv', 'nb', 'no', 'nn', 'fi', 'pl', 'cs', 'sk', 'ru', 'uk', 'bg', 'hu', 'lt', 'lv', 'et']);
/** Languages whose numbers have a decimal comma. */
const commaLanguages = new Set([
  ...spacedLanguages,
  'de',
  'es',
  'it',
  'nl',
  'da',
  'pt',
  'tr',
  'el',
  'ro',
  'sl',
  'hr',
  'is',
  'id',
]);

const closed = /\d+(?:[.,'’\u00a0\u202f]\d+|, \d{3}(?=\.\d{2}(?!\d)))*/g;
const spaced = /\d+(?:[.,'’\u00a0\u202f]\d+| \d{3}(?!\d))*/g;

/** All amounts and plain numbers of a line; percentages, dates, and digits of words (15W40) are none. */
export function findAmounts(original: string, locale: string): AmountReading[] {
  const text = digitsRepaired(original);
  const language = locale.slice(0, 2).toLowerCase();
  const readings: AmountReading[] = [];
  for (const match of text.matchAll(spacedLanguages.has(language) ? spaced : closed)) {
    const reading = amountAt(text, match.index, match[0], language);
    if (reading) readings.push(reading);
  }
  return readings;
}

/** The amount that the text begins with, after signs and blanks. */
export function readAmount(text: string, locale: string): AmountReading | undefined {
  const first = findAmounts(text, locale)[0];
  return first && !/[\p{L}\p{N}]/u.test(text.slice(0, first.start)) ? first : undefined;
}

function amountAt(text: string, start: number, digits: string, language: string): AmountReading | undefined {
  const end = start + digits.length;
  const left = text.slice(Math.max(0, start - 6), start);
  const right = text.slice(end, end + 8);
  const signBefore = before.exec(left);
  const signAfter = after.exec(right);
  if (!signBefore && /[\p{L}\p{N}#/_]$|\p{N}[-.:,]$|\p{L}-$/u.test(left)) return undefined;
  if (
    !signAfter &&
    /^(?:[\p{L}\p{N}_]|\s?%|[/:-]\d)/u.test(right) &&
    !/^(?:CR|DR)(?![\p{L}])|^[TNX](?![\p{L}\p{N}])|^(?:gal|ltr?|l|mi|km|hrs?|ea)(?![\p{L}])/iu.test(right)
  )
    return undefined;
  const size = numberOf(digits, language);
  if (size === undefined) return undefined;
  const outside = text.slice(Math.max(0, start - (signBefore?.[0].length ?? 0) - 2), start - (signBefore?.[0].length ?? 0));
  const rest = right.slice(signAfter?.[0].length ?? 0);
  const isNegative =
    /[-−(]\s?$/.test(outside) || /[-−(]$/.test(left) || /^\s?CR(?![\p{L}])|^[-−](?!\s?[\p{L}\p{N}])/iu.test(rest);
  const sign = signBefore ?? signAfter;
  return {
    value: isNegative && !/^0*\.?0*$/.test(size) ? `-${size}` : size,
    start: start - (signBefore?.[0].length ?? 0),
    end: end + (signAfter?.[0].length ?? 0),
    currency: sign ? currencyOf(sign) : undefined,
    hasDecimals: size.includes('.'),
  };
}

function currencyOf(sign: RegExpExecArray): string {
  if (sign[1]) return sign[1].toUpperCase();
  const written = sign[2]!.toLowerCase().replace('.', '');
  return codesOfSigns[written] ?? written;
}

/**
 * `1,234.56`, `1.234,56`, `1 234,56`, `1'234.56`: with both signs the last one parts the decimals; a sign that stands alone before three digits
 * is what the language makes of it. Undefined where the groups are none: `03.04.2026`.
 */
function numberOf(digits: string, language: string): string | undefined {
  const joined = digits.replace(/['’\u00a0\u202f]| (?=\d)/g, '');
  const [points, commas] = [joined.split('.').length - 1, joined.split(',').length - 1];
  const decimalSign = decimalSignOf(joined, points, commas, language);
  const cut = decimalSign ? joined.lastIndexOf(decimalSign) : joined.length;
  const whole = joined.slice(0, cut);
  const fraction = joined.slice(cut + 1);
  const groups = whole.split(/[.,]/);
  const isGrouped = groups
    .slice(1)
    .every((group, index) => group.length === 3 || (group.length === 2 && index < groups.length - 2));
  if (!isGrouped || groups[0]!.length > (groups.length > 1 ? 3 : 12) || groups.length > 5 || fraction.length > 6)
    return undefined;
  const plain = groups.join('').replace(/^0+(?=\d)/, '');
  return fraction ? `${plain}.${fraction}` : plain;
}

function decimalSignOf(joined: string, points: number, commas: number, language: string): '.' | ',' | undefined {
  if (points && commas) return joined.lastIndexOf('.') > joined.lastIndexOf(',') ? '.' : ',';
  if (points + commas !== 1) return undefined;
  const sign = points ? '.' : ',';
  const isLanguages = (sign === ',') === commaLanguages.has(language);
  const following = joined.length - joined.indexOf(sign) - 1;
  const grouped = following === 3 && !isLanguages && !/^0/.test(joined);
  return grouped ? undefined : sign;
}

/** An amount of money with at least two decimals; undefined where it is not plausible: a thousand million or more. */
export function moneyOf(value: string): string | undefined {
  const amount = parseDecimal(value);
  const limit = parseDecimal('1000000000');
  return amount < limit && amount > -limit ? formatDecimal(amount, 2) : undefined;
}

const dollars: Record<string, string> = { US: 'USD', CA: 'CAD', AU: 'AUD', NZ: 'NZD', MX: 'MXN', SG: 'SGD', HK: 'HKD' };
const crowns: Record<string, string> = { SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK' };
const crownLanguages: Record<string, string> = { sv: 'SEK', nb: 'NOK', nn: 'NOK', no: 'NOK', da: 'DKK', is: 'ISK' };

/** ISO 4217 code of a currency as it was read; the country decides whose dollars or crowns they are. */
export function currencyCode(currency: string, locale: string): string {
  const region = /[-_]([A-Za-z]{2})(?![A-Za-z])/.exec(locale)?.[1]?.toUpperCase() ?? '';
  if (currency === '$') return dollars[region] ?? 'USD';
  if (currency === 'kr') return crowns[region] ?? crownLanguages[locale.slice(0, 2)] ?? 'SEK';
  return currency;
}
