/** Forms of companies as they stand at the end of names, in the United States, the United Kingdom and Europe. */
const forms =
  'inc|incorporated|llc|l\\.l\\.c|ltd|limited|corp|corporation|co|company|llp|lp|plc|gmbh|ag|kg|ohg|ug|ab|as|a\\/s|aps|oy|sa|s\\.a|sarl|sas|bv|b\\.v|nv|srl|spa|s\\.p\\.a|pty|sp z o ?o|kft|sro|se|ulc|pllc|pc';
const companyForm = new RegExp(`(?:^|[\\s,])(?:${forms})\\.?(?=$|[\\s,.)])`, 'i');
const trailingForms = new RegExp(`(?:[\\s,]+(?:${forms})\\.?)+$`, 'i');

export function hasCompanyForm(name: string): boolean {
  return companyForm.test(name);
}

export function withoutCompanyForm(name: string): string {
  return name.replace(trailingForms, '');
}

/** Words that are part of no name: a text with one of them is a sentence, an address or the name of a field. */
const notInNames =
  /(?:^|\s)(?:the undersigned|hereby|please|must|shall|will|address|phone|number|signature|date|page|street address|invoice|statement|see|attached|same as|box)(?:$|[\s:])/i;

/** The name of an organisation or a person that a text begins with; undefined where it begins with none. */
export function readOrganisation(text: string): string | undefined {
  const name = trimmed(
    withoutHint(text).split(/\s{3,}|\t| [–—|•] |;|, ?\d| \d{1,6} \p{Lu}\p{Ll}+ |\s\(?(?:phone|tel|fax|email|www\.)/iu, 1)[0]!,
  );
  const letters = name.replace(/[^\p{L}]/gu, '').length;
  if (name.length < 3 || name.length > 70 || letters < 3 || letters * 2 < name.length) return undefined;
  if (!/^[\p{Lu}\p{N}"']/u.test(name) || notInNames.test(name) || /[@$€£]|\d{5}/.test(name)) return undefined;
  return isSentence(name) ? undefined : name;
}

/** The name of a person, given names first: `LOPEZ, MARIA` becomes `MARIA LOPEZ`. */
export function readPerson(text: string): string | undefined {
  const written = trimmed(
    withoutHint(text).split(
      /\s{3,}|\t|[;|(/]|\d|\s[–—-]\s|\s(?:in accordance|whose|residing|born|dob|cdl|licen[cs]e)\b/iu,
      1,
    )[0]!,
  ).replace(/^(?:mr|mrs|ms|dr|name)\.?\s/i, '');
  const parts = written.split(/,\s{0,3}/);
  const turned =
    parts.length === 2 && !/^(?:jr|sr|i{1,3}|md|do|pa|np)\.?$/i.test(parts[1]!) ? `${parts[1]} ${parts[0]}` : parts[0]!;
  const words = turned.split(/\s+/);
  if (words.length < 2 || words.length > 5 || turned.length > 60) return undefined;
  if (!words.every((word) => /^\p{Lu}[\p{L}'’.-]*$|^(?:de|la|van|von|der|den|del|da|di|al|bin)$/u.test(word))) return undefined;
  if (!words.some((word) => word.length > 2) || notInNames.test(turned) || hasCompanyForm(turned)) return undefined;
  return turned;
}

/** Takes away a remark on how to write a name: `(Last, First)`. */
function withoutHint(text: string): string {
  return text.replace(/^\W{0,3}\([^)\d]{1,40}\)\W{0,3}/, '');
}

function trimmed(text: string): string {
  return text
    .replace(/^[\s:;#.,_*-]{1,40}/, '')
    .trimEnd()
    .replace(/[\s:;,_*-]{1,40}$/, '')
    .replace(/\s+/g, ' ');
}

function isSentence(name: string): boolean {
  const words = name.split(' ');
  const lower = words.filter(
    (word) => /^\p{Ll}/u.test(word) && !/^(?:of|and|the|for|de|la|du|des|van|von|und|et|y|a|in|at|dba|d\/b\/a)$/i.test(word),
  );
  return words.length > 9 || lower.length > 1;
}
