import { evidenceOf, type LaidLine } from '../labels/layout.ts';
import { PhraseIndex, tokensOf } from '../labels/phrases.ts';
import { type AmountReading, findAmounts, moneyOf } from '../reading/amount.ts';
import { findDates } from '../reading/date.ts';
import { formatDecimal, multiplyDecimals, nearlyEqual, parseDecimal, sumDecimals } from '../reading/decimal.ts';
import type { LineItem } from '../understanding.ts';
import { rounded, trustIn } from './field-candidates.ts';
import type { ReadingContext } from './readers.ts';

type Column = 'description' | 'passage' | 'quantity' | 'unitPrice' | 'amount' | 'other';

const headings: Record<Column, string> = {
  description:
    'description|item description|item|items|service|services|details|product|particulars|operation|job description|work performed|part description|parts description|description of goods|description of work|labor description|plaza|toll plaza|location|facility|transaction|bezeichnung|beschreibung|goods|part|labor|labour|parts|materials|description of service|description of services|artikel|leistung|road|gantry|trip|description of parts|description of labor|description of labour|parts and materials|charges|item and description|product description|product service',
  passage: 'entry|exit|entry plaza|exit plaza|entry location|exit location|entry point|exit point|on ramp|off ramp',
  quantity:
    'qty|quantity|hrs|hours|units|qty ordered|qty shipped|menge|anzahl|order qty|shipped|quant|qty hrs|hrs qty|no of units|stunden|qty hours|ordered',
  unitPrice:
    'unit price|price|rate|unit cost|each|price each|list price|cost|unit|price unit|einzelpreis|unit rate|cost each|price per unit|unit price usd|unit price eur|unit price gbp|labor rate|net price|u price|e preis|preis|stuckpreis|each usd|price gbp|price eur|price usd|unit net',
  amount:
    'amount|total|line total|ext|extended|extended price|ext price|ext amount|extension|net amount|amount usd|amount eur|amount gbp|toll|toll amount|net|sum|betrag|gesamtpreis|total price|charge|line amount|ext cost|total amount|toll charge|extended amount|gesamt|netto|line value|value|line net|total usd|total gbp|total eur|total net|fare|toll fee|line amount usd|gesamt netto|summe',
  other:
    'part number|part no|item no|item number|code|sku|line|date|time|tax|vat|uom|no|lane|tech|technician|op code|taxed|vat rate|disc|discount|tag|plate|axles|pos|um|item code|class|ln|date time|transaction date|posted|posting date|tag plate|agency|entry time|exit time|product code|art no|balance|plate number|license plate|licence plate|vehicle|gross|vat amount|type|read date|reference|artikel nr|artikelnummer|einheit|unit of measure|pack|ref|plaza id|direction|state|fee|class code|vehicle class|tag id|transponder|transponder no|driver|unit no|mwst|nr|trans date|trans no|op|each way|warranty',
};

const columns = new PhraseIndex<Column>(
  Object.entries(headings).flatMap(([column, phrases]) =>
    phrases.split('|').map((phrase) => [phrase, column as Column] as const),
  ),
);

const endOfTable =
  /^\W{0,3}(?:(?:[\p{L}&/]{1,20} ){1,3}(?:sub-?total|total)(?!\p{L})|new tolls|net\b|netto|summe|gesamt|rechnungsbetrag|\d{1,2} ?% |carriage|delivery charge|sub\W?total|total|grand total|invoice total|net (?:amount|total)|amount due|balance|tax\b|sales tax|vat\b|gst\b|state tax|labou?r total|parts total|shop supplies|shipping|freight|payment|thank you|terms|notes?\b|remarks|previous balance|zwischensumme|nettobetrag|mwst|total (?:parts|labou?r|tolls|due|amount))/iu;

/** Names of the parts of a bill of a workshop, which have no heads of columns. */
const sectionName =
  /^\W{0,3}(?:labou?r(?: (?:performed|charges|operations))?|parts(?: (?:used|and materials|& materials|charges))?|materials|sublet(?: repairs)?|services? performed|work performed|(?:job|operation|line) #?\w{1,3})\W{0,3}$/i;

const notPriced = /estimat|authori[sz]|deposit|paid|\brate\b|limit|odometer|mileage|\bvin\b|\bdue\b|total|\btax\b|\bdate\b/i;

/** Rows of tables of goods, services or passages, by the words of their headings. Rows after the last heading of a page go on on the next. */
export function extractLineItems(lines: readonly LaidLine[], context: ReadingContext): LineItem[] {
  const items: LineItem[] = [];
  let table: Column[] | undefined;
  let skipped = 0;
  let isSummed = false;
  const known = new Map<string, string>();
  for (const line of lines) {
    const heading = headingOf(line, known);
    if (heading) table = heading;
    else if (sectionName.test(line.text)) table = table ?? ['description', 'amount'];
    else if (table && endOfTable.test(line.text)) table = undefined;
    else if (table) {
      const item = itemOf(line, table, context);
      if (item) items.push(item);
      skipped = item ? 0 : skipped + 1;
      if (skipped > 5) table = undefined;
    } else {
      const computed = computedRow(line, context);
      items.push(...(computed.length || isSummed ? computed : pricedRow(line, context)));
    }
    isSummed ||= endOfTable.test(line.text);
    if (heading || !table) skipped = 0;
  }
  return items;
}

/** Words over columns are labels of no field. */
export function isTableHeading(line: LaidLine): boolean {
  return headingOf(line, new Map()) !== undefined;
}

/** The columns of a line that is the head of a table: one of amounts and one that says of what. */
function headingOf(line: LaidLine, known: Map<string, string>): Column[] | undefined {
  if (line.text.length > 150 || /\d[.,]\d{2}(?!\d)/.test(line.text)) return undefined;
  const tokens = tokensOf(line.text);
  const matches = columns.find(tokens, known);
  const covered = matches.reduce((sum, match) => sum + match.lastToken - match.firstToken + 1, 0);
  if (matches.length < 2 || covered < tokens.length * 0.6) return undefined;
  const found = matches.map(({ targets }) => targets[0]!);
  const hasAmount = found.includes('amount') || found.at(-1) === 'unitPrice';
  const others = new Set(found.filter((column) => column !== 'amount' && column !== 'other'));
  if (!hasAmount || !(others.has('description') || others.has('passage') || others.size >= 2)) return undefined;
  const amounts = found.lastIndexOf('amount');
  return found.map((column, index) =>
    column === 'amount' && index !== amounts ? 'other' : amounts < 0 && index === found.length - 1 ? 'amount' : column,
  );
}

function itemOf(line: LaidLine, table: readonly Column[], context: ReadingContext): LineItem | undefined {
  // Behind the amount may stand a balance or a tax.
  const cell = line.cells.length === table.length ? line.cells[table.indexOf('amount')] : undefined;
  const end = cell ? cell.start + cell.text.length : line.text.length;
  const numbers = numbersOf(line, context).filter(({ start }) => start < end);
  const last = numbers.at(-1);
  if (!last || !(last.hasDecimals || last.currency) || !endsLine(line, last, end)) return undefined;
  const amount = moneyOf(last.value);
  if (amount === undefined) return undefined;
  const factors = factorsOf(numbers, table) ?? {};
  const description = descriptionOf(line, [factors.quantity, factors.unitPrice, last], table);
  if (!description) return undefined;
  return toItem(line, description, amount, factors);
}

type Factors = { quantity?: AmountReading; unitPrice?: AmountReading; isChecked?: boolean };

function toItem(line: LaidLine, description: string, amount: string, { quantity, unitPrice, isChecked }: Factors): LineItem {
  const likelihood = isChecked ? 0.95 : quantity && unitPrice ? 0.55 : 0.8;
  return {
    description,
    quantity: quantity ? formatDecimal(parseDecimal(quantity.value)) : null,
    unitPrice: unitPrice ? formatDecimal(parseDecimal(unitPrice.value), 2) : null,
    amount,
    confidence: rounded(likelihood * trustIn(line)),
    evidence: evidenceOf(line),
  };
}

function numbersOf(line: LaidLine, context: ReadingContext): AmountReading[] {
  const dates = findDates(line.text, context.dateOrder);
  return findAmounts(line.text, context.locale).filter(
    ({ start, end }) => !dates.some((date) => start < date.end && date.start < end),
  );
}

/** Nothing but the mark of a tax may follow. */
function endsLine(line: LaidLine, last: AmountReading, end?: number): boolean {
  return /^[\s)*]{0,4}(?:[TNXEY]|CR|DR)?[\s*-]{0,3}$/i.test(line.text.slice(last.end, end));
}

/** Quantity and price that make the amount, or, where none do, the numbers in the columns of quantity and price. */
function factorsOf(numbers: readonly AmountReading[], table: readonly Column[]): Factors | undefined {
  const amount = parseDecimal(numbers.at(-1)!.value);
  const before = numbers.slice(0, -1).slice(-6);
  for (let price = before.length - 1; price >= 0; price--) {
    for (let count = before.length - 1; count >= 0; count--) {
      const [unitPrice, quantity] = [before[price]!, before[count]!];
      if (price === count || !isProduct(quantity, unitPrice, amount)) continue;
      // Of two orders that are both right, the quantity stands first.
      const swapped =
        count > price && isProduct(unitPrice, quantity, amount) && table.indexOf('quantity') < table.indexOf('unitPrice');
      return swapped ? { quantity: unitPrice, unitPrice: quantity, isChecked: true } : { quantity, unitPrice, isChecked: true };
    }
  }
  const wanted = table.filter((column) => column === 'quantity' || column === 'unitPrice');
  if (wanted.length !== 2 || before.length < 2) return undefined;
  const [first, second] = before.slice(-2);
  return wanted[0] === 'quantity' ? { quantity: first!, unitPrice: second! } : { quantity: second!, unitPrice: first! };
}

function isProduct(quantity: AmountReading, unitPrice: AmountReading, amount: bigint): boolean {
  const [count, price] = [parseDecimal(quantity.value), parseDecimal(unitPrice.value)];
  if (count === 0n || quantity.currency || (!unitPrice.hasDecimals && !unitPrice.currency)) return false;
  return nearlyEqual(multiplyDecimals(count, price), amount, 1n);
}

/** The cell with most letters; without cells what stands before the numbers, or between the first of them and the others. */
function descriptionOf(
  line: LaidLine,
  used: readonly (AmountReading | undefined)[],
  table: readonly Column[],
): string | undefined {
  const numbers = used.filter((number) => number !== undefined).sort((a, b) => a.start - b.start);
  const texts = line.cells.filter(
    ({ start, text }) =>
      /\p{L}{2}/u.test(text) && !numbers.some((number) => number.start === start && text.length <= number.end - number.start + 1),
  );
  // "Item" and "Description" are both heads of descriptions: one of them is over numbers of parts.
  const named = line.cells.length === table.length ? line.cells.filter((_, index) => table[index] === 'description') : [];
  const passage = line.cells.length === table.length ? line.cells.filter((_, index) => table[index] === 'passage') : [];
  if (!named.length && passage.some(({ text }) => /\p{L}{2}/u.test(text))) return passage.map(({ text }) => text).join(' - ');
  const [cell] = named.some(({ text }) => /\p{L}{2}/u.test(text)) ? byLetters(named) : byLetters(texts);
  if (!cell) return undefined;
  const inside = numbers.filter(({ start }) => start >= cell.start && start < cell.start + cell.text.length);
  const leading = inside[0] && !/\p{L}/u.test(line.text.slice(cell.start, inside[0].start)) ? inside.shift() : undefined;
  const text = line.text.slice(leading?.end ?? cell.start, inside[0]?.start ?? cell.start + cell.text.length);
  const description = text
    .replace(/\s+/g, ' ')
    .replace(/^[\s.:|*-]{1,10}/, '')
    .replace(/^(?:ea|each|pcs?|set|box|bx|qt|gal|hrs?)\.? (?=\p{Lu})/iu, '')
    .trimEnd()
    .replace(/[\s.:|@$x-]{1,40}$/, '');
  return letters(description) >= 2 ? description.slice(0, 300) : undefined;
}

function byLetters<T extends { text: string }>(cells: readonly T[]): T[] {
  return cells.toSorted((a, b) => letters(b.text) - letters(a.text));
}

function letters(text: string): number {
  return text.replace(/[^\p{L}]/gu, '').length;
}

/** Without a heading that can be read: a line on which a quantity times a price is the amount, which happens by chance only where one is 1. */
function computedRow(line: LaidLine, context: ReadingContext): LineItem[] {
  const numbers = numbersOf(line, context);
  const last = numbers.at(-1);
  if (!last?.hasDecimals || numbers.length < 3 || !endsLine(line, last) || endOfTable.test(line.text)) return [];
  const factors = factorsOf(numbers, []);
  const amount = moneyOf(last.value);
  const description = descriptionOf(line, [factors?.quantity, factors?.unitPrice, last], []);
  return factors?.isChecked && description && amount ? [toItem(line, description, amount, factors)] : [];
}

/** Orders of workshops list work and parts without heads of columns: what it is, and at the end of the line what it costs. */
function pricedRow(line: LaidLine, context: ReadingContext): LineItem[] {
  const first = line.cells[0]!.text;
  if (context.documentClass !== 'repair_order' || line.cells.length < 2 || notPriced.test(line.text)) return [];
  if (!/\p{L}{3}/u.test(first) || /:$/.test(first)) return [];
  const item = itemOf(line, ['description', 'amount'], context);
  return item ? [{ ...item, confidence: rounded(item.confidence * 0.75) }] : [];
}

/** Items are surer where they add up to the subtotal or the total, and less sure where they do not. */
export function checkedBySum(items: readonly LineItem[], sums: readonly (string | undefined)[]): LineItem[] {
  const known = sums.filter((sum) => sum !== undefined).map(parseDecimal);
  if (!known.length || !items.length) return [...items];
  const sum = sumDecimals(items.map(({ amount }) => parseDecimal(amount)));
  const addsUp = known.some((one) => nearlyEqual(one, sum, 2n));
  return items.map((item) => ({
    ...item,
    confidence: rounded(addsUp ? 1 - (1 - item.confidence) * 0.4 : item.confidence * 0.85),
  }));
}
