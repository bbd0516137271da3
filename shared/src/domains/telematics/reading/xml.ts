/** Text as content or attribute of XML 1.0: markup escaped, characters that XML cannot hold replaced. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A number as xsd:decimal, which has no exponents. */
export function decimal(value: number, digits: number): string {
  return value
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
