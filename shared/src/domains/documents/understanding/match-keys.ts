import { withoutCompanyForm } from './reading/names.ts';
import { readVin } from './reading/vin.ts';

/** Forms in which things are compared, so that what a person decided for one document holds for the next. Empty where nothing is left. */
export const matchKeys = {
  /** Capital letters and digits, with I, O and Q read as what they must be. */
  vin(text: string): string {
    const plain = lettersAndDigits(text);
    return plain.length === 17 ? (readVin(plain)?.value ?? plain) : plain;
  },
  /** Capital letters and digits. O and 0 stay apart: plates have both. */
  plate(text: string): string {
    return lettersAndDigits(text);
  },
  licence(text: string): string {
    return lettersAndDigits(text);
  },
  /** Lower case, without accents, signs and the forms of companies; words parted by one blank. */
  name(text: string): string {
    const plain = withoutAccents(text)
      .replace(/['’`.]/g, '')
      .replace(/&/g, ' and ');
    const words = withoutCompanyForm(plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim());
    return words.toLowerCase().trim().slice(0, 300);
  },
};

function lettersAndDigits(text: string): string {
  return withoutAccents(text)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 300);
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('Ø', 'O')
    .replaceAll('ł', 'l');
}
