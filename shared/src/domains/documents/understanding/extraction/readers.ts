import { kmPerMile } from '../../../../unit-factors.ts';
import type { DocumentClass } from '../../tables/index.ts';
import { currencyCode, findAmounts, moneyOf } from '../reading/amount.ts';
import { type DateOrder, readDate, readMonthEnd } from '../reading/date.ts';
import { formatDecimal, multiplyDecimals, parseDecimal, roundDecimal } from '../reading/decimal.ts';
import { isJurisdiction, jurisdictionOf } from '../reading/jurisdictions.ts';
import { digitOf, digitsRepaired } from '../reading/ocr.ts';

/** What a place says of a field. */
export type Reading = { value: string; confidence: number; alternatives?: string[]; currency?: string };

/** What readers must know of the document. */
export type ReadingContext = {
  locale: string;
  dateOrder: DateOrder;
  documentClass: DocumentClass;
  /** The text was read from a picture. */
  isScanned: boolean;
};

/** Reads the value that a text begins with; undefined where it begins with none. */
export type Reader = (text: string, context: ReadingContext) => Reading | undefined;

export const readDay: Reader = (text, { dateOrder }) => {
  const date = readDate(withoutHint(text), dateOrder);
  if (!date) return undefined;
  return {
    value: date.value,
    confidence: date.confidence,
    ...(date.alternatives.length ? { alternatives: date.alternatives } : {}),
  };
};

export const readExpiry: Reader = (text, context) => {
  const day = readDay(text, context);
  if (day) return day;
  const month = readMonthEnd(withoutHint(text));
  return month && { value: month.value, confidence: month.confidence };
};

/** Takes away a remark such as (mm/dd/yyyy). */
function withoutHint(text: string): string {
  return text.replace(/^\([^)\d]{1,25}\)[\s:]{0,3}/, '');
}

/** An amount of money; where several stand there (a rate and a sum) the last. */
export const readMoney: Reader = (text, { locale }) => {
  const amounts = findAmounts(text, locale);
  const amount = amounts.findLast(({ hasDecimals, currency }) => hasDecimals || currency) ?? amounts.at(-1);
  if (!amount || /\p{L}{4}/u.test(text.slice(0, amounts[0]!.start).replace(/\([^)]{0,30}\)/g, ''))) return undefined;
  const value = moneyOf(amount.value);
  if (value === undefined) return undefined;
  const certainty = amount.hasDecimals ? 1 : amount.currency ? 0.9 : 0.6;
  return { value, confidence: certainty, ...(amount.currency ? { currency: currencyCode(amount.currency, locale) } : {}) };
};

/** The number of a document: letters, digits, hyphens and slashes, at least one digit, not a date. */
export const readNumber: Reader = (text, { dateOrder, isScanned }) => {
  const written = text.replace(/^[\s#:.°º]{1,10}/, '').trimEnd();
  const words = written.split(/\s+/, 4);
  // Numbers of titles and policies are often written in groups.
  const isGrouped = /^(?:[A-Z]{1,4}[- ]?)?\d{2,6}(?: \d{2,6}){1,3}(?: [A-Z]{1,2})?$/i.test(written);
  const joined = isGrouped
    ? written
    : /^[A-Z]{1,5}[-/.]?$/i.test(words[0] ?? '') && /^\d/.test(words[1] ?? '')
      ? joinPrefix(words[0]!, words[1]!)
      : (words[0] ?? '');
  const value = identifierOf(joined.replace(/[.,;:)]{1,5}$/, ''), isScanned);
  if (!/^[A-Z0-9][A-Z0-9\-/._ ]{1,34}$/.test(value) || !/\d/.test(value)) return undefined;
  if (readDate(text, dateOrder)?.start === 0 && /[/.-]/.test(value)) return undefined;
  const digits = value.replace(/\D/g, '').length;
  const isDecimal = /^\d{1,3}[.,]\d{2}$/.test(value);
  return isDecimal ? undefined : { value, confidence: digits < 3 ? 0.6 : 0.97 };
};

/**
 * Capital letters and digits. A small l among capitals and digits is a 1; in a scan, letters between digits are the digits that they look like.
 */
function identifierOf(written: string, isScanned: boolean): string {
  const upper = (/[a-km-z]/.test(written) ? written : written.replaceAll('l', '1')).toUpperCase();
  if (!isScanned) return upper;
  return upper.replace(/[A-Z0-9]+/g, (group) => {
    if (!/\d{2}/.test(group) || !/^[\dOIQSBZ]+$/.test(group)) return group.replace(/(?<=\d)[OIQ](?=\d)/g, digitOf);
    return group.replace(/[OIQ]/g, digitOf).replace(/(?<=\d)[SBZ](?=\d)/g, digitOf);
  });
}

function joinPrefix(prefix: string, number: string): string {
  return /[-/.]$/.test(prefix) ? prefix + number : `${prefix} ${number}`;
}

/** A driver licence number: five to twenty letters and digits of which at least three are digits, perhaps in groups. */
export const readLicence: Reader = (text, { dateOrder, isScanned }) => {
  if (readDate(text, dateOrder)) return undefined;
  const groups: string[] = [];
  for (const word of text.replace(/^[\s#:.]{1,10}/, '').split(/\s+/, 5)) {
    const isGroup = /^[A-Z0-9][A-Z0-9-]{0,24}$/i.test(word) && (/\d/.test(word) || (groups.length === 0 && word.length === 1));
    if (!isGroup || groups.join('').length + word.length > 24) break;
    groups.push(word);
    if (groups.join('').length >= 7 && !/^\d{3,4}$/.test(word)) break;
  }
  const value = identifierOf(groups.join('-').replaceAll('--', '-'), isScanned);
  const plain = value.replace(/[^A-Z0-9]/g, '');
  if (plain.length < 5 || plain.replace(/\D/g, '').length < 3) return undefined;
  return { value, confidence: 0.95 };
};

/** A registration plate: two to eight letters and digits, perhaps in two or three groups. */
export const readPlate: Reader = (text) => {
  const cleaned = text.replace(/^[\s#:.]{1,10}/, '').replace(/^\(?(?:no|number)\b[.:)\s]{0,4}/i, '');
  const words = cleaned.split(/[\s,;()/]+/, 5);
  const first = isJurisdiction(words[0] ?? '') && /\d/.test(words[1] ?? '') ? words.slice(1) : words;
  let value = '';
  for (const word of first.slice(0, 3)) {
    if (!/^[A-Z0-9][A-Z0-9.·-]{0,8}$/i.test(word) || (value && (isJurisdiction(word) || !isPlateGroup(value, word)))) break;
    value = value ? `${value} ${word}` : word;
  }
  value = value.toUpperCase().replace(/[.·-]+$/, '');
  const plain = value.replace(/[^A-Z0-9]/g, '');
  if (plain.length < 2 || plain.length > 8 || !/\d/.test(plain)) return undefined;
  if (/^\d+$/.test(plain) && plain.length < 4) return undefined;
  return { value, confidence: /[A-Z]/.test(plain) ? 0.95 : 0.8 };
};

/** `ABC 1234`, `B AB 1234`, `AB12 CDE`: a second group that complements the first. */
function isPlateGroup(value: string, word: string): boolean {
  const plain = value.replace(/[^A-Z0-9]/gi, '');
  if (plain.length + word.length > 8 || word !== word.toUpperCase()) return false;
  return /\d/.test(word)
    ? plain.length <= 4
    : (/^[A-Z]{2}\d{2}$/i.test(plain) && word.length === 3) || /^\d{1,4}$/.test(plain) || /^[A-Z]{1,3}$/i.test(plain);
}

export const readState: Reader = (text) => {
  const code = jurisdictionOf(text);
  return code ? { value: code, confidence: 0.95 } : undefined;
};

const kilometresPerMile = parseDecimal(String(kmPerMile));

/** An odometer in kilometres. Without a unit it is in miles where the country uses them. */
export const readOdometer: Reader = (text, { locale }) => {
  const repaired = digitsRepaired(text).replace(/(\d)[,.] (?=\d{3}(?!\d))/g, '$1,');
  const match =
    /^[^\p{L}\d]{0,5}(?:\((mi|miles|km)\)[\s:]{0,3}|(mi|miles|km)[\s:.]{1,3})?(\d{1,3}(?:[,. ]\d{3}){1,2}|\d{1,7})(?:\.\d)?(?![\d/-])\s{0,2}(?:\(?(mi|miles|mls|km|kms|kilomet(?:er|re)s)(?![\p{L}]))?/iu.exec(
      repaired,
    );
  if (!match) return undefined;
  const reading = match[3]!.replace(/\D/g, '');
  const unit = (match[1] ?? match[2] ?? match[4])?.toLowerCase();
  const isMiles = unit ? unit.startsWith('m') : /[-_](US|GB|UK|LR|MM)/i.test(locale) || locale.toLowerCase() === 'en';
  const km = isMiles ? roundDecimal(multiplyDecimals(parseDecimal(reading), kilometresPerMile), 0) : parseDecimal(reading);
  if (km < parseDecimal('1') || km > parseDecimal('3500000')) return undefined;
  return { value: formatDecimal(km), confidence: unit ? 0.97 : 0.88 };
};
