import type { Labelled } from '../labels/labelled-places.ts';
import type { LaidLine } from '../labels/layout.ts';
import { addDays, findDates, readDate, readMonthEnd } from '../reading/date.ts';
import type { FieldName, FoundField } from '../understanding.ts';
import { bestCandidate, type Candidate, candidateOf, candidatesOf, fieldOf, trustIn } from './field-candidates.ts';
import { type ReadingContext, readDay, readExpiry } from './readers.ts';

const dateFields = ['documentDate', 'issueDate', 'effectiveDate', 'expiryDate', 'dueDate', 'serviceDate'] as const;

/** Classes whose own date often has no label: it is the first line that is nothing but a date. */
const datedWithoutLabel = new Set([
  'correspondence',
  'fuel_receipt',
  'vendor_invoice',
  'repair_order',
  'purchase_order',
  'toll_statement',
]);

/** Classes that bear no other day than that of what they report. */
const writtenAtOnce = new Set(['citation', 'accident_report']);

/** Days by what their labels say of them. */
export function extractDates(lines: readonly LaidLine[], labelled: readonly Labelled[], context: ReadingContext): FoundField[] {
  const found = new Map<FieldName, Candidate>();
  for (const field of dateFields) {
    const candidates = candidatesOf(labelled, field, field === 'expiryDate' ? readExpiry : readDay, context);
    if (field === 'expiryDate') candidates.push(...endsOfPeriods(labelled, context));
    const best = bestCandidate(candidates);
    if (best) found.set(field, best);
  }
  const dated =
    found.get('documentDate') ?? (datedWithoutLabel.has(context.documentClass) ? unlabelledDate(lines, context) : undefined);
  if (dated) found.set('documentDate', dated);
  const edition = context.documentClass === 'manual' && !found.has('documentDate') ? editionDate(lines, context) : undefined;
  if (edition) found.set('documentDate', edition);
  const event = found.get('serviceDate');
  if (event && writtenAtOnce.has(context.documentClass) && !found.has('documentDate') && !found.has('issueDate'))
    found.set('documentDate', { ...event, confidence: event.confidence * 0.8 });
  const due = found.get('dueDate') ?? (dated && dueByTerms(lines, dated));
  if (due) found.set('dueDate', due);
  keepOrder(found, 'issueDate', 'expiryDate');
  keepOrder(found, 'effectiveDate', 'expiryDate');
  keepOrder(found, 'documentDate', 'dueDate');
  return [...found].map(([name, candidate]) => fieldOf(name, candidate));
}

/** `Policy period: 01/01/2026 to 01/01/2027` also says when it ends. */
function endsOfPeriods(labelled: readonly Labelled[], context: ReadingContext): Candidate[] {
  return labelled
    .filter(({ label }) => label.field === 'effectiveDate')
    .flatMap((one) => {
      const start = candidateOf(one, readDay, context);
      const place = start && one.places.find(({ text }) => readDay(text, context));
      const dates = place ? findDates(place.text, context.dateOrder, true) : [];
      const [first, second] = dates;
      if (!start || !place || !first || !second || dates.length !== 2) return [];
      if (
        !/^[^\p{L}\d]{0,5}(?:to|through|thru|until|till|and|bis|ending|expires|expiring|exp)?[^\p{L}\d]{0,5}$/iu.test(
          place.text.slice(first.end, second.start),
        )
      )
        return [];
      const confidence = (start.confidence * second.confidence) / first.confidence;
      return [{ ...start, value: second.value, confidence, alternatives: second.alternatives }];
    });
}

function unlabelledDate(lines: readonly LaidLine[], context: ReadingContext): Candidate | undefined {
  const isReceipt = context.documentClass === 'fuel_receipt';
  for (const line of lines.filter(
    ({ pageNumber, index }) => pageNumber === lines[0]!.pageNumber && index < (isReceipt ? 30 : 15),
  )) {
    for (const { text } of line.cells) {
      const date = isReceipt ? findDates(text, context.dateOrder)[0] : readDate(text, context.dateOrder);
      const rest = date ? text.slice(0, date.start) + text.slice(date.end) : '';
      if (!date || (!isReceipt && /\p{L}{10}|\d{5}/u.test(rest))) continue;
      return {
        value: date.value,
        confidence: 0.78 * date.confidence * trustIn(line),
        line,
        alternatives: date.alternatives,
        currency: undefined,
      };
    }
  }
  return undefined;
}

/** `Revision 4.2 - March 2025`, `Rev. C (02/01/2026)`: the day of an edition; of a month its first. */
function editionDate(lines: readonly LaidLine[], { dateOrder }: ReadingContext): Candidate | undefined {
  for (const line of lines.filter(({ pageNumber }) => pageNumber - lines[0]!.pageNumber < 3)) {
    const named = /(?<!\p{L})(?:rev(?:ision|ised)?|version|edition|issued?|published|updated)(?!\p{L})/iu.exec(line.text);
    if (!named || line.text.length > 120) continue;
    const [date] = findDates(line.text.slice(named.index), dateOrder);
    const month = date ? undefined : monthWithin(line.text);
    const value = date?.value ?? month;
    if (!value) continue;
    const confidence = (date ? 0.8 * date.confidence : 0.6) * trustIn(line);
    return { value, confidence, line, alternatives: date?.alternatives ?? [], currency: undefined };
  }
  return undefined;
}

function monthWithin(text: string): string | undefined {
  for (const [written] of text.matchAll(/(?<![\p{L}\d./-])(?:\d{1,2} ?[/-] ?|\p{L}{3,9}[ .,]{1,2})\d{4}(?![\d./-])/gu)) {
    const month = readMonthEnd(written);
    if (month) return `${month.value.slice(0, 8)}01`;
  }
  return undefined;
}

/** "Net 30", "payment within 30 days": days after the date of the document. */
function dueByTerms(lines: readonly LaidLine[], dated: Candidate): Candidate | undefined {
  for (const line of lines) {
    const terms =
      /(?<![\p{L}])(?:net|(?:due|payable|payment)(?: is)?(?: due)?(?: in| within)?)[\s:-]{1,3}(\d{1,3})(?: days?| calendar days?|(?=\s|$))/iu.exec(
        line.text,
      );
    const onReceipt = /due (?:up)?on receipt/i.test(line.text);
    if (!terms && !onReceipt) continue;
    const days = terms ? Number(terms[1]) : 0;
    if (days > 180 || (terms && !/net/i.test(terms[0]) && !/day/i.test(terms[0]))) continue;
    const alternatives = dated.alternatives.map((day) => addDays(day, days));
    return { value: addDays(dated.value, days), confidence: dated.confidence * 0.9, line, alternatives, currency: undefined };
  }
  return undefined;
}

/** A document does not end before it begins: the other reading of an ambiguous day is taken, or the less sure one is not reported. */
function keepOrder(found: Map<FieldName, Candidate>, earlier: FieldName, later: FieldName) {
  const [first, second] = [found.get(earlier), found.get(later)];
  if (!first || !second || first.value <= second.value) return;
  const otherLater = second.alternatives.find((day) => day >= first.value);
  const otherEarlier = first.alternatives.find((day) => day <= second.value);
  if (otherLater)
    found.set(later, { ...second, value: otherLater, alternatives: [second.value], confidence: second.confidence * 0.8 });
  else if (otherEarlier)
    found.set(earlier, { ...first, value: otherEarlier, alternatives: [first.value], confidence: first.confidence * 0.8 });
  else found.delete(first.confidence < second.confidence ? earlier : later);
}
