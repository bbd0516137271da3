import { kmPerMile, litresPerImperialGallon, litresPerUsGallon } from '../../../unit-factors.ts';

const litersPerGallon = [litresPerUsGallon, litresPerImperialGallon];

/**
 * Every number that a text may hold: 1,234 is one thousand two hundred and thirty-four and, where the comma is decimal, a little more
 * than one; digits after a space may go on the number before.
 */
export function numbersIn(text: string): number[] {
  const parts = text.match(/\d[\d.,'’]*/g) ?? [];
  const spaced = text.match(/\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)/g) ?? [];
  return [...parts, ...spaced].flatMap(readings);
}

function readings(part: string): number[] {
  const text = part.replace(/[\s\u00a0\u202f'’]/g, '').replace(/[.,]+$/, '');
  const whole = Number(text.replace(/[.,]/g, ''));
  const separator = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (separator < 0) return [whole];
  return [whole, Number(`${text.slice(0, separator).replace(/[.,]/g, '')}.${text.slice(separator + 1)}`)];
}

/** Whether an amount stands in a text, in any way of writing it; its sign aside, which is written in many ways. */
export function holdsAmount(text: string, value: number): boolean {
  return numbersIn(text).some((number) => Math.abs(number - Math.abs(value)) < 0.000_001);
}

/** Whether a length in kilometres stands there, in kilometres or miles. */
export function holdsKilometres(text: string, km: number): boolean {
  return numbersIn(text).some((number) => near(number, km) || near(number * kmPerMile, km));
}

/** Whether a volume in litres stands there, in litres or (American, imperial) gallons. */
export function holdsLiters(text: string, liters: number): boolean {
  return numbersIn(text).some((number) => near(number, liters) || litersPerGallon.some((each) => near(number * each, liters)));
}

/** Whether a price for a unit stands there, for a litre or a gallon. */
export function holdsUnitPrice(text: string, price: number): boolean {
  return numbersIn(text).some((number) => near(number, price) || litersPerGallon.some((each) => near(number / each, price)));
}

/** Converted values are rounded. */
function near(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.max(0.006, Math.abs(other) * 0.002);
}
