import type { FieldName } from '@wheelhouse/shared/domains/documents/understanding/understanding.ts';

const litresPerGallon = 3.785411784;

const legalSuffixes = new Set('inc incorporated llc ltd limited plc co company corp corporation gmbh ag bv nv lp llp'.split(' '));
const titles = new Set('mr mrs ms dr md dc do'.split(' '));

const states = new Map(
  `AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,FL Florida,GA Georgia,HI Hawaii,ID Idaho,
  IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,
  MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,
  OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,
  WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming`
    .split(',')
    .map((state) => state.trim())
    .map((state) => [state.slice(3).toUpperCase(), state.slice(0, 2)]),
);

const fuels: Record<string, RegExp> = {
  diesel: /diesel|ulsd|derv/i,
  gasoline: /gas(oline)?\b|petrol|unleaded|regular|premium/i,
  def: /\bdef\b|adblue|exhaust fluid/i,
};

const plainWords = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}|['’.]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

const identifier = (text: string) => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
const firm = (text: string) =>
  plainWords(text)
    .filter((word) => !legalSuffixes.has(word))
    .join(' ');
const person = (text: string) =>
  plainWords(text)
    .filter((word) => !titles.has(word))
    .toSorted()
    .join(' ');
const state = (text: string) => states.get(text.trim().toUpperCase()) ?? text.trim().toUpperCase();
const fuel = (text: string) => Object.keys(fuels).find((family) => fuels[family]!.test(text)) ?? text.toLowerCase();
const within = (a: string, b: string, share: number, least = 0) =>
  Math.abs(Number(a) - Number(b)) <= Math.max(Math.abs(Number(b)) * share, least);

type Same = (found: string, truth: string, drawn: string) => boolean;
const alike =
  (normalised: (text: string) => string): Same =>
  (found, truth) =>
    normalised(found) === normalised(truth);
const day: Same = (found, truth) => found === truth;
const amount: Same = (found, truth) => within(found, truth, 0, 0.001);

const same: Record<FieldName, Same> = {
  documentDate: day,
  issueDate: day,
  effectiveDate: day,
  expiryDate: day,
  dueDate: day,
  serviceDate: day,
  invoiceNumber: alike(identifier),
  orderNumber: alike(identifier),
  policyNumber: alike(identifier),
  referenceNumber: alike(identifier),
  licenceNumber: alike(identifier),
  vin: alike(identifier),
  plate: alike(identifier),
  plateState: alike(state),
  // As abbreviated on the paper, or written out.
  vehicleMake: (found, truth, drawn) => firm(found) === firm(truth) || firm(found) === firm(drawn),
  vehicleModel: alike(firm),
  vehicleYear: alike(identifier),
  odometerKm: (found, truth) => within(found, truth, 0.002, 1),
  personName: alike(person),
  vendorName: alike(firm),
  // An owner may be a person, whose family name may come first.
  customerName: (found, truth) => firm(found) === firm(truth) || person(found) === person(truth),
  currency: alike(identifier),
  subtotal: amount,
  tax: amount,
  total: amount,
  fuelLiters: (found, truth) => within(found, truth, 0.002),
  fuelType: alike(fuel),
  // As printed, or for a litre where gallons are printed: the vocabulary does not say which.
  unitPrice: (found, truth) => amount(found, truth, '') || within(found, String(Number(truth) / litresPerGallon), 0.005),
};

/**
 * Whether two readings of a field are the same: days equal, amounts equal as numbers (odometer and litres within 0.2 %, for the conversion),
 * identifiers without spaces, signs and case, names without case, accents, punctuation and legal suffix (those of people in any order).
 */
export function sameValue(name: FieldName, found: string, truth: string, drawn: string): boolean {
  return same[name](found, truth, drawn);
}

/** Dice coefficient of the pairs of letters of two descriptions, 0 to 1. */
export function likeness(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)];
  if (left.length === 0 || right.length === 0) return a === b ? 1 : 0;
  const rest = [...right];
  const shared = left.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return (2 * shared.length) / (left.length + right.length);
}

function pairsOf(text: string): string[] {
  const letters = plainWords(text).join(' ');
  return Array.from({ length: Math.max(letters.length - 1, 0) }, (_, at) => letters.slice(at, at + 2));
}
