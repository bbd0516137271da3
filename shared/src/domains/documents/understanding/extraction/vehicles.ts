import type { Labelled } from '../labels/labelled-places.ts';
import type { LaidLine } from '../labels/layout.ts';
import { isJurisdiction, jurisdictionOf } from '../reading/jurisdictions.ts';
import { comparable, digitOf, withinEdits } from '../reading/ocr.ts';
import { demandsCheckDigit, hasRightCheckDigit, readVin, vinModelYears } from '../reading/vin.ts';
import type { FoundField } from '../understanding.ts';
import { bestCandidate, type Candidate, candidatesOf, fieldOf, trustIn } from './field-candidates.ts';
import { type Reader, type ReadingContext, readPlate, readState } from './readers.ts';

const makes = new Map(
  'Acura|Audi|BMW|Blue Bird|Buick|Cadillac|Chevrolet|Chevy|Chrysler|Citroen|DAF|Dodge|Fiat|Ford|Freightliner|GMC|Genesis|Great Dane|Hino|Honda|Hyundai|Infiniti|International|Isuzu|Iveco|Jaguar|Jeep|Kenworth|Kia|Land Rover|Lexus|Lincoln|Mack|MAN|Mazda|Mercedes-Benz|Mercedes|Mini|Mitsubishi|Navistar|Nissan|Opel|Peterbilt|Peugeot|Polestar|Porsche|Ram|Renault|Rivian|SEAT|Scania|Skoda|Sterling|Subaru|Suzuki|Tesla|Thomas|Toyota|Utility|Vauxhall|Volkswagen|VW|Volvo|Wabash|Western Star'
    .split('|')
    .map((make) => [comparable(make), make]),
);

/** VINs, wherever they stand: all that are different, the surest reading of each. */
export function extractVins(lines: readonly LaidLine[], labelled: readonly Labelled[]): FoundField[] {
  const found = new Map<string, Candidate>();
  const keep = (value: string, confidence: number, line: LaidLine, alternatives: string[]) => {
    const before = found.get(value);
    if (!before || before.confidence < confidence)
      found.set(value, { value, confidence, line, alternatives, currency: undefined });
  };
  for (const { label, places } of labelled) {
    if (label.field !== 'vin') continue;
    for (const { text, line, likelihood } of places) {
      const vin = vinAtStart(text);
      if (!vin) continue;
      keep(vin.value, vin.confidence * trustIn(line) * (0.9 + 0.1 * likelihood), line, vin.alternatives);
      break;
    }
  }
  for (const line of lines) {
    for (const [word] of line.text.matchAll(/(?<![\p{L}\p{N}])[A-Za-z0-9|]{17}(?![\p{L}\p{N}])/gu)) {
      const vin = readVin(word);
      // Without a label only the check digit tells a VIN from another number.
      if (vin && hasRightCheckDigit(vin.value) && vin.confidence > 0.8)
        keep(vin.value, vin.confidence * 0.96 * trustIn(line), line, vin.alternatives);
    }
  }
  const all = [...found.values()].filter(
    ({ value, confidence }) =>
      confidence > 0.5 || ![...found.keys()].some((other) => other !== value && differences(other, value) < 4),
  );
  return all.map((candidate) => fieldOf('vin', candidate));
}

/** 17 characters after a label, perhaps in groups that blanks or hyphens part. */
function vinAtStart(text: string) {
  let joined = '';
  for (const word of text.replace(/^[^\p{L}\p{N}]{1,10}/u, '').split(/[\s-]+/, 17)) {
    if (!/^[A-Za-z0-9|]+[.,;]?$/.test(word) || joined.length + word.length > 18) break;
    joined += word.replace(/[.,;]$/, '');
    if (joined.length >= 17) break;
  }
  return joined.length === 17 ? readVin(joined) : undefined;
}

function differences(a: string, b: string): number {
  return Array.from(a).filter((letter, index) => letter !== b[index]).length;
}

/** Plate and state, each by label; a state may also stand beside the plate. */
export function extractPlate(labelled: readonly Labelled[], context: ReadingContext): FoundField[] {
  const plateReaders = candidatesOf(labelled, 'plate', readPlate, context).filter(({ value }) => !demandsVin(value));
  const plate = bestCandidate(plateReaders);
  // A state of the line of the plate is not that of a licence or an address.
  const states = candidatesOf(labelled, 'plateState', readState, context).map((state) =>
    !plate || state.line === plate.line ? state : { ...state, confidence: state.confidence * 0.85 },
  );
  const beside = plate && candidatesOf(labelled, 'plate', (text) => stateBeside(text, plate.value), context)[0];
  if (beside) states.push(beside);
  const state = bestCandidate(states);
  return [...(plate ? [fieldOf('plate', plate)] : []), ...(state ? [fieldOf('plateState', state)] : [])];
}

function demandsVin(value: string): boolean {
  return value.length === 17 && demandsCheckDigit(value);
}

/** `ABC-1234 TX`, `ABC-1234 (Texas)`, `TX ABC-1234`. */
function stateBeside(text: string, plate: string): ReturnType<Reader> {
  const at = text.toUpperCase().indexOf(plate);
  if (at < 0) return undefined;
  const code =
    jurisdictionOf(text.slice(at + plate.length).replace(/^[^\p{L}]{1,4}(?:state:? )?/iu, '')) ?? leadingCode(text.slice(0, at));
  return code ? { value: code, confidence: 0.9 } : undefined;
}

function leadingCode(text: string): string | undefined {
  const word = text.trim().replace(/[^A-Z]$/, '');
  return isJurisdiction(word) ? word : undefined;
}

/** The make that words begin with, although a letter of a longer one may be misread. */
function makeOf(words: readonly string[]): { value: string; count: number; isExact: boolean } | undefined {
  for (const count of [2, 1]) {
    const written = words.slice(0, count).join(' ');
    const key = comparable(written);
    if (makes.has(key)) return { value: written, count, isExact: true };
    const near =
      key.length < 6
        ? undefined
        : [...makes].find(([known]) => known.length >= 6 && withinEdits(known, key, known.length > 9 ? 2 : 1));
    if (near) return { value: near[1], count, isExact: false };
  }
  return undefined;
}

const readMake: Reader = (text) => {
  const words = wordsOf(text, 3);
  const known = makeOf(words);
  if (known) return { value: known.value, confidence: known.isExact ? 0.97 : 0.85 };
  return words[0] && /^\p{L}[\p{L}-]{2,19}$/u.test(words[0]) ? { value: words[0], confidence: 0.7 } : undefined;
};

const readModel: Reader = (text) => {
  const value = wordsOf(text, 4)
    .join(' ')
    .replace(/[\s/,-]{1,5}$/, '');
  return /[\p{L}\d]{2}|^\d$/u.test(value) && value.length <= 40 ? { value, confidence: 0.9 } : undefined;
};

const readYear: Reader = (text) => {
  const digits = text.replace(/^[^\p{L}\d]{0,5}[12][\dOoIlSB]{3}(?![\p{L}\d])/u, (written) =>
    written.replace(/[OoIlSB]/g, digitOf),
  );
  const match = /^[^\p{L}\d]{0,5}(19[5-9]\d|20\d\d)(?![\d.,/-])/u.exec(digits);
  return match ? { value: match[1]!, confidence: 0.95 } : undefined;
};

/** The words until a sign that parts, or a word that begins something else. */
function wordsOf(text: string, most: number): string[] {
  const part = text.trim().split(/\t| {3,}|[,;|()]| [–—-] |:/, 1)[0]!;
  const words = part.split(/\s+/).filter((word) => word);
  const end = words.findIndex(
    (word) =>
      /^(?:vin|plate|license|lic|tag|unit|color|colour|odometer|mileage|year|make|model|body|st|state|reg|registration|vrm|miles|km|engine|serial|style|gvwr)\.?$/i.test(
        word,
      ) || /^[A-HJ-NPR-Z0-9]{17}$/i.test(word),
  );
  return words.slice(0, Math.min(most, end < 0 ? most : end));
}

/** Make, model and year by labels, or as `2021 Ford F-150`. A VIN that says the same year makes the year surer. */
export function extractVehicle(
  lines: readonly LaidLine[],
  labelled: readonly Labelled[],
  vins: readonly FoundField[],
  context: ReadingContext,
): FoundField[] {
  const written = describedVehicle(lines);
  // "Make/Model: Ford F-150": the make stands where the model's label points to as well.
  const make = bestCandidate([...candidatesOf(labelled, 'vehicleMake', readMake, context), ...(written ? [written.make] : [])]);
  const models = candidatesOf(labelled, 'vehicleModel', readModel, context).map((model) => withoutMake(model, make));
  const model = bestCandidate([
    ...models.filter(({ value }) => value && !makes.has(comparable(value))),
    ...(written?.model ? [written.model] : []),
  ]);
  const year = bestCandidate([...candidatesOf(labelled, 'vehicleYear', readYear, context), ...(written ? [written.year] : [])]);
  const years = vins.length === 1 ? vinModelYears(vins[0]!.value) : [];
  const factor = !years.length || !year ? 1 : years.includes(Number(year.value)) ? 1.03 : 0.9;
  return [
    ...(make ? [fieldOf('vehicleMake', make)] : []),
    ...(model ? [fieldOf('vehicleModel', model)] : []),
    ...(year ? [fieldOf('vehicleYear', { ...year, confidence: year.confidence * factor })] : []),
  ];
}

function withoutMake(model: Candidate, make: Candidate | undefined): Candidate {
  const words = model.value.replace(/^(?:19|20)\d\d [/ ]{0,2}(?=\p{L})/u, '').split(' ');
  const count = make?.value.split(' ').length ?? 0;
  const repeats = make && comparable(words.slice(0, count).join('')) === comparable(make.value);
  return {
    ...model,
    value: words
      .slice(repeats ? count : 0)
      .join(' ')
      .replace(/^[/\s-]{1,3}/, ''),
  };
}

function describedVehicle(
  lines: readonly LaidLine[],
): { year: Candidate; make: Candidate; model: Candidate | undefined } | undefined {
  for (const line of lines) {
    for (const match of line.text.matchAll(/(?<![\d/.-])(19[5-9]\d|20[0-4]\d)[ \t]{1,3}(?=\p{L})/gu)) {
      const words = wordsOf(line.text.slice(match.index + match[0].length).replace('\t', ' '), 6);
      const known = makeOf(words);
      if (!known) continue;
      const candidate = (value: string, confidence: number): Candidate => ({
        value,
        confidence: confidence * trustIn(line),
        line,
        alternatives: [],
        currency: undefined,
      });
      const model = words
        .slice(known.count, known.count + 3)
        .join(' ')
        .replace(/^[/\s-]{1,3}|[/\s-]{1,3}$/g, '');
      return {
        year: candidate(match[1]!, 0.9),
        make: candidate(known.value, known.isExact ? 0.9 : 0.8),
        model: model ? candidate(model, 0.78) : undefined,
      };
    }
  }
  return undefined;
}
