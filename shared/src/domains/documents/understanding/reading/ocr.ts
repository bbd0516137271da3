const digitsOfLetters: Record<string, string> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  I: '1',
  l: '1',
  '|': '1',
  S: '5',
  s: '5',
  B: '8',
  Z: '2',
  z: '2',
};

/**
 * The text with letters that stand among digits read as the digits they look like: `$1,2O4.5O`, `O3/l4/2O26`. The length stays, so places in
 * the result are places in the text. Only in words that are mostly digits and nothing but digits, look-alikes and signs.
 */
export function digitsRepaired(text: string): string {
  return text.replace(/\S+/g, (word) => {
    if (!/\d/.test(word) || !/[OoQDIl|SsBZz]/.test(word)) return word;
    if (/[^\dOoQDIl|SsBZz.,:'’/()$€£%-]/.test(word)) return word;
    const digits = word.replace(/\D/g, '').length;
    const letters = word.replace(/[^OoQDIl|SsBZz]/g, '').length;
    if (digits < letters || !/[.,/-]/.test(word)) return word;
    const dollar = word.replace(/^([(-]?)S(?=[\d.,])/, '$1$$');
    return dollar.replace(/[OoQDIl|SsBZz]/g, digitOf);
  });
}

/** The digit that a letter looks like, or the letter. */
export function digitOf(letter: string): string {
  return digitsOfLetters[letter] ?? letter;
}

/**
 * A word in the form in which words are compared: lower case, no accents, letters and digits only, and one letter for those that scanners take
 * for each other (1 l i, 0 o, 5 s, 8 b, rn m, vv w).
 */
export function comparable(text: string): string {
  const lower = text.toLowerCase();
  const plain = /^[a-z0-9]*$/.test(lower) ? lower : lower.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '');
  if (!/[1l058]|rn|vv/.test(plain)) return plain;
  return plain
    .replace(/[1l]/g, 'i')
    .replaceAll('0', 'o')
    .replaceAll('5', 's')
    .replaceAll('8', 'b')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** Whether at most `limit` letters must be put in, taken out or replaced to make one of the other (Levenshtein 1966). */
export function withinEdits(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    if (Math.min(...current) > limit) return false;
    previous = current;
  }
  return previous[b.length]! <= limit;
}
