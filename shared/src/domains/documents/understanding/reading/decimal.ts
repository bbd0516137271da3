/** A decimal number in billionths: amounts are never floating point. */
export type Decimal = bigint;

const decimals = 9;
const one = 10n ** BigInt(decimals);

/** Reads `-1234.5`. @throws RangeError where the text is no decimal number with a point and at most nine decimals. */
export function parseDecimal(text: string): Decimal {
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,9}))?$/.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a decimal number such as "1234.50".`);
  const size = BigInt(match[2]!) * one + BigInt((match[3] ?? '').padEnd(decimals, '0'));
  return match[1] ? -size : size;
}

/** Writes it with a point, no separators, and no more decimals than it needs beyond `leastDecimals`. */
export function formatDecimal(value: Decimal, leastDecimals = 0): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % one).toString().padStart(decimals, '0').replace(/0+$/, '').padEnd(leastDecimals, '0');
  return `${value < 0n ? '-' : ''}${size / one}${fraction ? `.${fraction}` : ''}`;
}

/** Rounds half away from zero. */
export function roundDecimal(value: Decimal, toDecimals: number): Decimal {
  const step = 10n ** BigInt(decimals - toDecimals);
  const half = value < 0n ? -step / 2n : step / 2n;
  return ((value + half) / step) * step;
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return (a * b) / one;
}

export function sumDecimals(values: readonly Decimal[]): Decimal {
  return values.reduce((sum, value) => sum + value, 0n);
}

/** Whether two amounts are the same but for `cents` hundredths of rounding. */
export function nearlyEqual(a: Decimal, b: Decimal, cents = 1n): boolean {
  const difference = a < b ? b - a : a - b;
  return difference <= (cents * one) / 100n;
}
