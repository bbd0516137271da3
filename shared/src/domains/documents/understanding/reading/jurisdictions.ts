import { comparable } from './ocr.ts';

/** States and provinces that issue plates and licences in North America: USPS codes, ISO 3166-2 without the country. */
const names: Record<string, string> = Object.fromEntries(
  'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico|AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland|NS Nova Scotia|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan'
    .split('|')
    .map((entry) => [entry.slice(0, 2), entry.slice(3)]),
);
const codes = new Map(Object.entries(names).map(([code, name]) => [comparable(name), code]));

export function isJurisdiction(word: string): boolean {
  return word === word.toUpperCase() && Object.hasOwn(names, word);
}

/** The code of the state that a text begins with: `TX`, `(TX)`, `Texas`. */
export function jurisdictionOf(text: string): string | undefined {
  const words = text.split(/[\s,;:()/.-]+/, 5).filter((word) => word);
  if (words[0] && isJurisdiction(words[0])) return words[0];
  for (let count = Math.min(3, words.length); count > 0; count--) {
    const code = codes.get(comparable(words.slice(0, count).join('')));
    if (code) return code;
  }
  return undefined;
}
