/** A vehicle identification number as it was read, or as it was repaired. */
export type VinReading = { value: string; confidence: number; alternatives: string[] };

const values: Record<string, number> = Object.fromEntries([
  ...Array.from('0123456789', (digit) => [digit, Number(digit)]),
  ...Array.from('ABCDEFGH', (letter, index) => [letter, index + 1]),
  ...Array.from('JKLMN', (letter, index) => [letter, index + 1]),
  ['P', 7],
  ['R', 9],
  ...Array.from('STUVWXYZ', (letter, index) => [letter, index + 2]),
]);
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const neverUsed: Record<string, string> = { I: '1', O: '0', Q: '0' };
const lookAlikes: Record<string, string> = { S: '5', '5': 'S', B: '8', '8': 'B', Z: '2', '2': 'Z' };

/** The ninth character that the others demand (49 CFR 565.15(c)); undefined where they are not 16 others of the right letters. */
export function vinCheckDigit(vin: string): string | undefined {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin)) return undefined;
  const sum = weights.reduce((total, weight, index) => total + weight * (index === 8 ? 0 : values[vin[index]!]!), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

export function hasRightCheckDigit(vin: string): boolean {
  return vinCheckDigit(vin) === vin[8];
}

/** North America (1 to 5 and 7, 49 CFR 565) and China (L, GB 16735) demand the check digit; elsewhere ISO 3779 leaves it open. */
export function demandsCheckDigit(vin: string): boolean {
  return /^[1-57L]/.test(vin);
}

/**
 * Reads 17 characters as a VIN. I, O and Q are in none: they are read as 1, 0 and 0. S/5, B/8 and Z/2 are exchanged, at most two of them, only
 * where that makes the check digit right. Undefined where no reading is possible.
 */
export function readVin(written: string): VinReading | undefined {
  const shape = written.length === 17 && /^[A-Za-z0-9|]+$/.test(written) ? written : undefined;
  if (!shape) return undefined;
  const upper = (/[A-Z]/.test(shape) ? shape.replace(/[l|]/g, '1') : shape).toUpperCase();
  const vin = upper.replace(/[IOQ]/g, (letter) => neverUsed[letter]!);
  const isRepaired = vin !== shape.toUpperCase();
  if (!/\d/.test(vin.slice(11)) || !/\d{3}/.test(vin)) return undefined;
  if (hasRightCheckDigit(vin)) return { value: vin, confidence: isRepaired ? 0.92 : 0.98, alternatives: [] };
  const repaired = exchanged(vin);
  if (!demandsCheckDigit(vin))
    return { value: vin, confidence: isRepaired ? 0.55 : 0.75, alternatives: repaired?.candidates ?? [] };
  if (!repaired) return undefined;
  const [value, ...alternatives] = repaired.candidates;
  const confidence = (repaired.exchanges === 1 ? 0.85 : 0.6) * (alternatives.length ? 0.65 : 1);
  return { value: value!, confidence, alternatives };
}

/** What has the right check digit after as few exchanges of look-alikes as possible. */
function exchanged(vin: string): { candidates: string[]; exchanges: number } | undefined {
  const places = Array.from(vin, (letter, index) => (lookAlikes[letter] ? index : -1)).filter((index) => index >= 0);
  const swap = (text: string, index: number) => text.slice(0, index) + lookAlikes[text[index]!]! + text.slice(index + 1);
  // In North America the last four are digits (49 CFR 565.15(d)).
  const isPossible = (text: string) => hasRightCheckDigit(text) && (!demandsCheckDigit(vin) || /\d{4}$/.test(text));
  const single = places.map((index) => swap(vin, index)).filter(isPossible);
  if (single.length) return { candidates: single, exchanges: 1 };
  const double = places
    .flatMap((first, position) => places.slice(position + 1).map((second) => swap(swap(vin, first), second)))
    .filter(isPossible);
  return double.length ? { candidates: double, exchanges: 2 } : undefined;
}

/** The model year that the tenth character may stand for (49 CFR 565.15, table VII): it repeats after 30 years. */
export function vinModelYears(vin: string): number[] {
  const index = 'ABCDEFGHJKLMNPRSTVWXY123456789'.indexOf(vin[9] ?? '?');
  return index < 0 ? [] : [1980 + index, 2010 + index, 2040 + index];
}
