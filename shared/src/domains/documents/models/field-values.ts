import { readVin } from '../understanding/reading/vin.ts';
import type { FieldName } from '../understanding/understanding.ts';
import { holdsAmount, holdsKilometres, holdsLiters, holdsUnitPrice, numbersIn } from './number-readings.ts';

/** `wrong` values are dropped: they have the wrong form or contradict what is quoted for them. */
export type Agreement = 'agrees' | 'unsure' | 'wrong';

/** Whether a field's value has the form that fields of its name have, and follows from the words that are quoted for it. */
export function agreement(name: FieldName, value: string, quote: string): Agreement {
  return checks[name](value, quote);
}

type Check = (value: string, quote: string) => Agreement;

const decide = (agrees: boolean): Agreement => (agrees ? 'agrees' : 'wrong');

export const isDecimal = (value: string) => /^-?\d{1,12}(\.\d{1,6})?$/.test(value);

const number =
  (holds: (quote: string, value: number) => boolean): Check =>
  (value, quote) =>
    decide(isDecimal(value) && holds(quote, Number(value)));

/** A day that there is, whose year and day of month are in the words; the month may be a word. */
const day: Check = (value, quote) => {
  const [, year, month, dayOfMonth] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)?.map(Number) ?? [];
  if (!year || !month || !dayOfMonth) return 'wrong';
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  if (date.getUTCMonth() !== month - 1 || year < 1900 || year > 2200) return 'wrong';
  const groups = (quote.match(/\d+/g) ?? []).flatMap((group) =>
    group.length === 8 ? [group.slice(0, 4), group.slice(4, 6), group.slice(6)] : [group],
  );
  const numbers = groups.map(Number);
  const hasMonth = numbers.includes(month) || /\p{L}{3}/u.test(quote);
  return decide((numbers.includes(year) || numbers.includes(year % 100)) && numbers.includes(dayOfMonth) && hasMonth);
};

const plain = (text: string) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

const identifier: Check = (value, quote) =>
  decide(plain(value) !== '' && value.length <= 100 && plain(quote).includes(plain(value)));

/** What the quoted words can be read as, look-alikes of a scanner exchanged where that makes the check digit right. */
const vin: Check = (value, quote) => {
  const read = plain(quote);
  const windows = Array.from({ length: Math.max(0, read.length - 16) }, (_, start) => readVin(read.slice(start, start + 17)));
  return decide(windows.some((reading) => reading?.value === value || reading?.alternatives.includes(value)));
};

/** Names may be turned round: Berg, Anna. */
const words: Check = (value, quote) => {
  const within = plain(quote);
  const parts = value.split(/\s+/).map(plain).filter(Boolean);
  if (parts.length === 0 || value.length > 300) return 'wrong';
  return parts.every((part) => within.includes(part)) ? 'agrees' : 'unsure';
};

const year: Check = (value, quote) =>
  decide(/^(19|20)\d\d$/.test(value) && numbersIn(quote).some((one) => [Number(value), Number(value) % 100].includes(one)));

const currency: Check = (value, quote) => {
  if (!/^[A-Z]{3}$/.test(value)) return 'wrong';
  return quote.toUpperCase().includes(value) || /\p{Sc}/u.test(quote) ? 'agrees' : 'unsure';
};

const amount = number(holdsAmount);

const checks: Record<FieldName, Check> = {
  documentDate: day,
  issueDate: day,
  effectiveDate: day,
  expiryDate: day,
  dueDate: day,
  serviceDate: day,
  invoiceNumber: identifier,
  orderNumber: identifier,
  policyNumber: identifier,
  referenceNumber: identifier,
  licenceNumber: identifier,
  vin,
  plate: identifier,
  plateState: words,
  vehicleMake: words,
  vehicleModel: words,
  vehicleYear: year,
  odometerKm: number(holdsKilometres),
  personName: words,
  vendorName: words,
  customerName: words,
  currency,
  subtotal: amount,
  tax: amount,
  total: amount,
  fuelLiters: number(holdsLiters),
  fuelType: words,
  unitPrice: number(holdsUnitPrice),
};
