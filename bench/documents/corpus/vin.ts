const values: Record<string, number> = {};
for (const [index, letter] of [...'ABCDEFGH'].entries()) values[letter] = index + 1;
for (const [letter, value] of Object.entries({ J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9 })) values[letter] = value;
for (const [index, letter] of [...'STUVWXYZ'].entries()) values[letter] = index + 2;
for (const digit of '0123456789') values[digit] = Number(digit);
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** A vehicle identification number: the eight characters before the check digit (49 CFR 565.15), the digit, and the eight after it. */
export function vin(before: string, after: string): string {
  if (before.length !== 8 || after.length !== 8) throw new Error(`${before} and ${after} need 8 characters each.`);
  const sum = [...`${before}0${after}`].reduce((total, character, index) => {
    const value = values[character];
    if (value === undefined) throw new Error(`${character} cannot stand in a VIN.`);
    return total + value * weights[index]!;
  }, 0);
  const check = sum % 11;
  return `${before}${check === 10 ? 'X' : check}${after}`;
}
