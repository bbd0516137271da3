import type { DocumentClass } from '../../tables/index.ts';
import type { Labelled } from '../labels/labelled-places.ts';
import type { LaidLine } from '../labels/layout.ts';
import { hasCompanyForm, readOrganisation, readPerson } from '../reading/names.ts';
import { comparable } from '../reading/ocr.ts';
import type { FieldName, FoundField } from '../understanding.ts';
import { bestCandidate, type Candidate, candidateOf, fieldOf, trustIn } from './field-candidates.ts';
import type { Reader, ReadingContext } from './readers.ts';

const withLetterhead: ReadonlySet<DocumentClass> = new Set<DocumentClass>([
  'vendor_invoice',
  'fuel_receipt',
  'repair_order',
  'purchase_order',
  'toll_statement',
  'insurance_certificate',
  'correspondence',
]);

/** Words that organisations of this trade call themselves by. */
const trade =
  /\b(?:auto(?:motive)?|truck(?:ing)?|tires?|tyres?|parts|supply|supplies|garage|motors?|repairs?|energy|oil|petroleum|fuels?|travel|services?|service center|logistics|fleet|diesel|insurance|mutual|assurance|casualty|indemnity|turnpike|authority|expressway|toll|tollway|leasing|rental|equipment|mechanical|glass|collision|brothers|bros|& sons?|shell|chevron|exxon|bp|texaco|pilot|loves|petro|ta|esso|citgo|sunoco|mobil|valero|circle k|76|arco|speedway|quiktrip|wawa|sheetz|marathon|phillips|conoco|aral|total|repsol|q8|systems|solutions|industries|group|partners|company|center|centre)\b/i;
const notHeads =
  /^(?:\W|\d|copy|original|duplicate|tax|vat|invoice|receipt|sales?|fuel|customer|page|repair|work|purchase|order|service|statement|toll|account|welcome|to|thank|you|date|number|no|certificate|of|liability|insurance|bill|the|for|your|report|form|summary|confidential|draft|credit|note|memo|station|self|serve|card|quote|estimate|rechnung|facture|remittance|monthly|activity|usage|transaction|detail|details|ship|sold|re|dear|from|and)+$/i;

const organisation: Reader = (text) => {
  const value = readOrganisation(text);
  return value ? { value, confidence: hasCompanyForm(value) ? 0.95 : 0.86 } : undefined;
};

const person: Reader = (text) => {
  const value = readPerson(text);
  return value ? { value, confidence: 0.93 } : undefined;
};

/** A company or a person. */
const anyone: Reader = (text, context) => organisation(text, context) ?? person(text, context);

/** Vendor, customer and person: by label, in the letterhead, or in the words of a contract. */
export function extractParties(lines: readonly LaidLine[], labelled: readonly Labelled[], context: ReadingContext): FoundField[] {
  const vendor = bestCandidate([
    ...named(labelled, 'vendorName', organisation, context),
    ...(context.documentClass === 'purchase_order' ? [] : letterhead(lines, context)),
    ...contractParty(lines, 'lessor', context),
  ]);
  const customer = bestCandidate(
    [
      ...named(labelled, 'customerName', anyone, context),
      ...contractParty(lines, 'lessee', context),
      ...(context.documentClass === 'purchase_order' ? letterhead(lines, context) : []),
      ...addressees(lines, context),
    ].filter(({ value }) => comparable(value) !== comparable(vendor?.value ?? '')),
  );
  const driver = bestCandidate([...named(labelled, 'personName', person, context), ...nameInParts(lines, context)]);
  return [
    ...(vendor ? [fieldOf('vendorName', vendor)] : []),
    ...(customer ? [fieldOf('customerName', customer)] : []),
    ...(driver ? [fieldOf('personName', driver)] : []),
  ];
}

/** Names have no form that tells them from other words, so only labels that stand as labels count. */
function named(labelled: readonly Labelled[], field: FieldName, read: Reader, context: ReadingContext): Candidate[] {
  return labelled
    .filter(
      ({ label, isFirst, isMarked, text }) => label.field === field && isFirst && (isMarked || !/^(?:from|to|for)$/i.test(text)),
    )
    .flatMap((one) => {
      const places = field === 'personName' ? one.places : one.places.map((place) => ({ ...place, text: place.name }));
      // Under a label and its value stands an address.
      return (
        candidateOf(
          { ...one, places: places[0] && readOrganisation(places[0].text) ? places.slice(0, 1) : places },
          read,
          context,
        ) ?? []
      );
    });
}

/** Whoever writes a document stands at its head, in large letters, with the name of a company or of its trade. */
function letterhead(lines: readonly LaidLine[], { documentClass }: ReadingContext): Candidate[] {
  if (!withLetterhead.has(documentClass)) return [];
  const head = lines.filter(({ pageNumber, index }) => pageNumber === lines[0]!.pageNumber && index < 9);
  const heights = lines.flatMap(({ box }) => (box ? [box.height] : [])).sort((a, b) => a - b);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  const candidates: Candidate[] = [];
  for (const line of head) {
    if (
      /^\W{0,3}(?:bill(?:ed)? to|sold to|(?:ship|deliver) to|charge to|customer|insured|dear|invoice to|vendor|supplier|seller|lieferant|to:|from:)(?!\p{L})/iu.test(
        line.text,
      )
    )
      break;
    for (const [column, { text }] of line.cells.entries()) {
      const name = readOrganisation(text.replace(/^welcome to\s/i, ''));
      if (!name || /:|\bdate\b/i.test(text) || isTitle(name) || /^\p{N}{1,6}\s\p{L}/u.test(name) || isAddress(name)) continue;
      const isLarge = usual > 0 && line.box !== null && line.box.height > usual * 1.25;
      const signs =
        (hasCompanyForm(name) ? 3 : 0) +
        (trade.test(name) ? 1.5 : 0) +
        (line.index === 0 ? 1.2 : 0) +
        (isLarge ? 1 : 0) -
        column * 0.6 -
        line.index * 0.15;
      const least = documentClass === 'correspondence' ? 2.4 : documentClass === 'insurance_certificate' ? 2 : 1;
      if (signs < least) continue;
      const confidence =
        Math.min(0.9, 0.62 + signs * 0.06) * trustIn(line) * (documentClass === 'insurance_certificate' ? 0.7 : 1);
      candidates.push({ value: name, confidence, line, alternatives: [], currency: undefined });
    }
  }
  return candidates;
}

/** In the window of the envelope: a company or a person over a street and a town, without a label. */
function addressees(lines: readonly LaidLine[], { documentClass }: ReadingContext): Candidate[] {
  if (!['vendor_invoice', 'toll_statement'].includes(documentClass)) return [];
  const head = lines.filter(({ pageNumber, index }) => pageNumber === lines[0]!.pageNumber && index >= 2 && index < 25);
  return head.flatMap((line) => {
    const name = readOrganisation(line.cells[0]!.text) ?? '';
    const street = line.page[line.index + 1]?.cells[0]?.text ?? '';
    const town = line.page[line.index + 2]?.cells[0]?.text ?? '';
    const isAddressed = /\p{L}{3}.*\d|\d.*\p{L}{3}/u.test(street) && /\d{5}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}/.test(town);
    if (!hasCompanyForm(name) || !isAddressed) return [];
    return [{ value: name, confidence: 0.55 * trustIn(line), line, alternatives: [], currency: undefined }];
  });
}

function isTitle(name: string): boolean {
  return name.split(/[\s/&#-]+/).every((word) => notHeads.test(word.replace(/[^\p{L}]/gu, '') || '-'));
}

function isAddress(name: string): boolean {
  return (
    /\b(?:street|st|avenue|ave|road|rd|blvd|boulevard|suite|ste|hwy|highway|drive|dr|lane|ln|p\.?o\.? box|parkway|pkwy)\.?(?:$|[\s,])|,? [A-Z]{2} \d{4}/i.test(
      name,
    ) && !hasCompanyForm(name)
  );
}

/** `between Acme Leasing LLC ("Lessor") and Blue Freight Inc. ("Lessee")`. */
function contractParty(lines: readonly LaidLine[], role: 'lessor' | 'lessee', { documentClass }: ReadingContext): Candidate[] {
  if (documentClass !== 'lease') return [];
  const first = lines.filter(({ pageNumber }) => pageNumber === lines[0]!.pageNumber).slice(0, 40);
  for (const [index, line] of first.entries()) {
    const text = [first[index - 1], line].map((one) => one?.text ?? '').join(' ');
    const at = text.search(new RegExp(`\\(?(?:the )?["“”'‘]?${role}["“”'’)]`, 'i'));
    const before = text.slice(Math.max(0, at - 90), Math.max(0, at));
    const written = before.split(/\b(?:between|by|and|,? an?d)\b|\)/i).at(-1)!;
    const name = readOrganisation(written.replace(/^[\s,:]{0,5}(?:between )?/i, '').split(/, (?:an?|the) /i, 1)[0]!);
    if (at >= 0 && name) return [{ value: name, confidence: 0.8 * trustIn(line), line, alternatives: [], currency: undefined }];
  }
  return [];
}

const surnames = /^\W{0,2}(?:ln|last name|surname|family name|1[.,]?(?= ))[\s:.]{1,5}(\p{Lu}[\p{L}'’ -]{1,40})/iu;
const givenNames = /^\W{0,2}(?:fn|first names?|given names?|first|2[.,]?(?= ))[\s:.]{1,5}(\p{Lu}[\p{L}'’ -]{1,40})/iu;

/** The form MCSA-5876: `I certify that I have examined Last Name: Reyes First Name: Dana in accordance with`. */
const namesInLine =
  /(?<!\p{L})(?:last|family|sur) ?name[\s:_(),]{1,6}(\p{L}[\p{L}'’ -]{0,30}?)[\s_,(]{1,6}(?:first|given) ?names?[\s:_(),]{1,6}(\p{L}[\p{L}'’. -]{0,40})/iu;

/** Licences and certificates print surname and given names apart (AAMVA DL/ID card design; EU directive 2006/126: fields 1 and 2). */
function nameInParts(lines: readonly LaidLine[], { documentClass }: ReadingContext): Candidate[] {
  if (documentClass !== 'driver_licence' && documentClass !== 'medical_card') return [];
  const cells = lines.flatMap((line) => line.cells.map(({ text }) => ({ text, line })));
  const part = (pattern: RegExp) =>
    cells.map(({ text, line }) => ({ match: pattern.exec(text)?.[1], line })).find(({ match }) => match);
  const [surname, given] = [part(surnames), part(givenNames)];
  const inLine = lines.flatMap((line) => {
    const match = namesInLine.exec(line.text);
    const value = match ? readPerson(`${match[2]!.split(/ (?:in accordance|middle|mi)\b/i, 1)[0]} ${match[1]}`) : undefined;
    return value ? [{ value, confidence: 0.9 * trustIn(line), line, alternatives: [], currency: undefined }] : [];
  });
  if (inLine.length) return inLine.slice(0, 1);
  const name = surname && given ? readPerson(`${given.match} ${surname.match!.split(/ (?:first|fn|2)\b/i, 1)[0]}`) : undefined;
  return name
    ? [{ value: name, confidence: 0.93 * trustIn(surname!.line), line: surname!.line, alternatives: [], currency: undefined }]
    : [];
}
