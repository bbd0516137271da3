import type { Labelled } from '../labels/labelled-places.ts';
import type { LaidLine } from '../labels/layout.ts';
import { currencyCode, findAmounts } from '../reading/amount.ts';
import { formatDecimal, nearlyEqual, parseDecimal, sumDecimals } from '../reading/decimal.ts';
import type { FoundField, LineItem } from '../understanding.ts';
import { type Candidate, candidatesOf, fieldOf } from './field-candidates.ts';
import { type ReadingContext, readMoney } from './readers.ts';

type Sums = { subtotal: Candidate | undefined; tax: Candidate | undefined; total: Candidate | undefined };

/** Subtotal, tax and total by their labels, checked against each other and against the items. */
export function extractTotals(labelled: readonly Labelled[], items: readonly LineItem[], context: ReadingContext): FoundField[] {
  const of = (field: 'subtotal' | 'tax' | 'total') => candidatesOf(labelled, field, readMoney, context);
  const [subtotals, taxes, totals] = [
    of('subtotal'),
    distinctLines(of('tax')),
    of('total').filter(({ value }) => !/^-?0\.00$/.test(value)),
  ];
  const chosen = agreeing(subtotals, taxes, totals) ?? byThemselves(subtotals, taxes, totals, items);
  return Object.entries(chosen).flatMap(([name, candidate]) => (candidate ? [fieldOf(name as keyof Sums, candidate)] : []));
}

/** Several taxes (state and city) are one line each. */
function distinctLines(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter((candidate, index) => candidates.findIndex(({ line }) => line === candidate.line) === index);
}

/** A subtotal and a tax, or all taxes together, that make a total. Nothing is surer. */
function agreeing(subtotals: readonly Candidate[], taxes: readonly Candidate[], totals: readonly Candidate[]): Sums | undefined {
  const all =
    taxes.length > 1
      ? [{ ...taxes[0]!, value: formatDecimal(sumDecimals(taxes.map(({ value }) => parseDecimal(value))), 2) }]
      : [];
  for (const subtotal of latest(subtotals)) {
    for (const tax of [...all, ...latest(taxes)]) {
      const sum = parseDecimal(subtotal.value) + parseDecimal(tax.value);
      const total = latest(totals).find(({ value }) => nearlyEqual(parseDecimal(value), sum));
      if (total && parseDecimal(total.value) !== 0n) return { subtotal: surer(subtotal), tax: surer(tax), total: surer(total) };
    }
  }
  return undefined;
}

/** The last few, the last first: sums stand at the end. */
function latest(candidates: readonly Candidate[]): Candidate[] {
  return candidates.slice(-12).reverse();
}

function surer(candidate: Candidate): Candidate {
  return { ...candidate, confidence: 1 - (1 - candidate.confidence) * 0.35 };
}

function byThemselves(
  subtotals: readonly Candidate[],
  taxes: readonly Candidate[],
  totals: readonly Candidate[],
  items: readonly LineItem[],
): Sums {
  const subtotal = surest(subtotals);
  const tax = surest(taxes);
  const total = surest(totals);
  const contradicts =
    subtotal &&
    total &&
    parseDecimal(total.value) < parseDecimal(subtotal.value) &&
    !taxes.some(({ value }) => value.startsWith('-'));
  const isWrong = contradicts || (subtotal && tax && total);
  const factor = isWrong ? 0.65 : 1;
  const sum = formatDecimal(sumDecimals(items.map(({ amount }) => parseDecimal(amount))), 2);
  const judged = (candidate: Candidate | undefined) => {
    if (!candidate) return undefined;
    return items.length && candidate.value === sum
      ? surer(candidate)
      : { ...candidate, confidence: candidate.confidence * factor };
  };
  return { subtotal: judged(subtotal), tax: judged(tax), total: judged(total) };
}

/** The surest, and of nearly equal ones the last. */
function surest(candidates: readonly Candidate[]): Candidate | undefined {
  const most = Math.max(0, ...candidates.map(({ confidence }) => confidence));
  return candidates.findLast(({ confidence }) => confidence >= most * 0.97);
}

/** The currency that most amounts bear; none where no amount bears one. */
export function extractCurrency(lines: readonly LaidLine[], { locale }: ReadingContext): FoundField[] {
  const votes = new Map<string, { count: number; line: LaidLine }>();
  for (const line of lines) {
    const named = /(?:currency|amounts? in|all prices in|in)\s?:?\s?\(?(USD|EUR|GBP|CAD|AUD|CHF|SEK|NOK|DKK|PLN)\b/i.exec(
      line.text,
    )?.[1];
    const written = findAmounts(line.text, locale).flatMap(({ currency, hasDecimals }) =>
      currency && (hasDecimals || /[A-Z]{3}|\$/.test(currency)) ? [currency] : [],
    );
    for (const currency of named ? [...written, named.toUpperCase()] : written) {
      const code = currencyCode(currency, locale);
      const isExplicit = /^[A-Z]{3}$/.test(currency);
      const vote = votes.get(code) ?? { count: 0, line };
      votes.set(code, { ...vote, count: vote.count + (isExplicit ? 1 : 0.9) });
    }
  }
  const ranked = [...votes].sort((a, b) => b[1].count - a[1].count);
  const [winner] = ranked;
  if (!winner) return [];
  const all = ranked.reduce((sum, [, { count }]) => sum + count, 0);
  const confidence = (0.96 * winner[1].count) / all;
  return [fieldOf('currency', { value: winner[0], confidence, line: winner[1].line, alternatives: [] })];
}
