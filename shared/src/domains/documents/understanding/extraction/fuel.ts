import { litresPerImperialGallon, litresPerUsGallon } from '../../../../unit-factors.ts';
import type { Labelled } from '../labels/labelled-places.ts';
import type { LaidLine } from '../labels/layout.ts';
import { findAmounts, readAmount } from '../reading/amount.ts';
import { formatDecimal, multiplyDecimals, nearlyEqual, parseDecimal, roundDecimal } from '../reading/decimal.ts';
import { digitsRepaired } from '../reading/ocr.ts';
import type { FoundField } from '../understanding.ts';
import { bestCandidate, type Candidate, candidateOf, candidatesOf, fieldOf, trustIn } from './field-candidates.ts';
import type { Reader, ReadingContext } from './readers.ts';

const usGallon = parseDecimal(String(litresPerUsGallon));
const imperialGallon = parseDecimal(String(litresPerImperialGallon));

/** Words of pumps and receipts for what the fleet calls its kinds of fuel. */
const fuels: readonly (readonly [string, RegExp])[] = [
  ['diesel', /(?<![\p{L}])(?:(?:bio)?diesel|ulsd|dsl|derv|gasoil)(?![\p{L}])/iu],
  [
    'gasoline',
    /(?<![\p{L}])(?:unleaded|unlead|unld|unl|regular|reg|premium|prem|super|gasoline|gas|petrol|midgrade|mid-grade|plus|e10|e85|benzin|supreme)(?![\p{L}])/iu,
  ],
  ['propane', /(?<![\p{L}])(?:propane|lpg|autogas)(?![\p{L}])/iu],
  ['electric', /(?<![\p{L}])(?:electric|kwh|ev charging)(?![\p{L}])/iu],
];

/** Litres, price of a unit (as printed: of a gallon or a litre) and kind of fuel. */
export function extractFuel(
  lines: readonly LaidLine[],
  labelled: readonly Labelled[],
  total: string | undefined,
  context: ReadingContext,
): FoundField[] {
  const volume = bestCandidate([...labelledVolumes(labelled, context), ...writtenVolumes(lines, context)]);
  const price = bestCandidate([...candidatesOf(labelled, 'unitPrice', readUnitPrice, context), ...writtenPrices(lines, context)]);
  const isProduct =
    volume &&
    price &&
    total !== undefined &&
    nearlyEqual(multiplyDecimals(parseDecimal(volume.written), parseDecimal(price.value)), parseDecimal(total), 3n);
  const surer = (confidence: number) => (isProduct ? 1 - (1 - confidence) * 0.35 : confidence);
  return [
    ...(volume ? [fieldOf('fuelLiters', { ...volume, value: volume.value, confidence: surer(volume.confidence) })] : []),
    ...(price ? [fieldOf('unitPrice', { ...price, confidence: surer(price.confidence) })] : []),
    ...extractFuelType(lines, labelled, context),
  ].slice(0, 3);
}

/** The kind of fuel by its label; on a receipt also wherever it stands. */
export function extractFuelType(
  lines: readonly LaidLine[],
  labelled: readonly Labelled[],
  context: ReadingContext,
): FoundField[] {
  const named = bestCandidate(candidatesOf(labelled, 'fuelType', (text) => fuelOf(text.slice(0, 40), 0.97), context));
  if (named) return [fieldOf('fuelType', named)];
  if (context.documentClass !== 'fuel_receipt') return [];
  const written = lines.flatMap((line): Candidate[] => {
    const fuel = fuelOf(line.text, 0.85);
    return fuel
      ? [{ value: fuel.value, confidence: fuel.confidence * trustIn(line), line, alternatives: [], currency: undefined }]
      : [];
  });
  const best = written.find(({ line }) => /\d/.test(line.text)) ?? written[0];
  return best ? [fieldOf('fuelType', best)] : [];
}

function fuelOf(text: string, confidence: number) {
  const fuelOnly = text.replace(/diesel exhaust fluid|ad ?blue/gi, '');
  const found = fuels.find(([, words]) => words.test(fuelOnly));
  return found ? { value: found[0], confidence } : undefined;
}

type Volume = Candidate & { written: string };

function labelledVolumes(labelled: readonly Labelled[], context: ReadingContext): Volume[] {
  return labelled
    .filter(({ label }) => label.field === 'fuelLiters')
    .flatMap((one) => {
      const candidate = candidateOf(one, readVolume, context);
      if (!candidate) return [];
      const isNamed = /gal|lit|ltr/i.test(one.text);
      const unit = isNamed ? one.text : candidate.line.text;
      return [volumeOf({ ...candidate, confidence: candidate.confidence * (isNamed ? 1 : 0.9) }, unit, context)];
    });
}

/** `12.345 GAL`, `45.67 L`. */
function writtenVolumes(lines: readonly LaidLine[], context: ReadingContext): Volume[] {
  return lines.flatMap((line) => {
    const match = /(?<![\d.,])(\d{1,4}[.,]\d{1,4})\s?(gal(?:lon)?s?|g|lit(?:re|er)s?|ltrs?|l)(?![\p{L}])/iu.exec(
      digitsRepaired(line.text),
    );
    if (!match) return [];
    const value = match[1]!.replace(',', '.');
    return [
      volumeOf({ value, confidence: 0.9 * trustIn(line), line, alternatives: [], currency: undefined }, match[2]!, context),
    ];
  });
}

function volumeOf(candidate: Candidate, unit: string, { locale }: ReadingContext): Volume {
  const isGallons = /gal|^g$/i.test(unit) || (!/lit|ltr|(?<![\p{L}])l(?![\p{L}])/iu.test(unit) && /[-_]US/i.test(locale));
  const perGallon = /[-_](?:GB|UK)/i.test(locale) ? imperialGallon : usGallon;
  const litres = isGallons
    ? roundDecimal(multiplyDecimals(parseDecimal(candidate.value), perGallon), 2)
    : parseDecimal(candidate.value);
  return { ...candidate, written: candidate.value, value: formatDecimal(litres) };
}

const readVolume: Reader = (text, { locale }) => {
  const amount = readAmount(text, locale);
  if (!amount || amount.currency) return undefined;
  const size = parseDecimal(amount.value);
  if (size <= 0n || size > parseDecimal('5000')) return undefined;
  return { value: formatDecimal(size), confidence: amount.hasDecimals ? 0.97 : 0.75 };
};

const readUnitPrice: Reader = (text, { locale }) => {
  const amount = readAmount(text, locale);
  if (!amount?.hasDecimals) return undefined;
  const price = parseDecimal(amount.value);
  return price > 0n && price < parseDecimal('100') ? { value: formatDecimal(price, 2), confidence: 0.95 } : undefined;
};

/** `@ $3.459`, `$3.459/GAL`. */
function writtenPrices(lines: readonly LaidLine[], { locale }: ReadingContext): Candidate[] {
  return lines.flatMap((line) => {
    const amount = findAmounts(line.text.replace(/\/\s?(?=(?:gal|g|l|ltr|lit(?:re|er)s?)\b)/gi, ' '), locale).find(
      ({ start, end, hasDecimals }) => {
        const isMarked =
          /[@x]\s?$/i.test(line.text.slice(Math.max(0, start - 3), start)) ||
          /^\s?(?:\/|per )\s?(?:gal|g\b|l\b|ltr|lit)/i.test(line.text.slice(end, end + 8));
        return isMarked && hasDecimals;
      },
    );
    if (!amount || parseDecimal(amount.value) <= 0n || parseDecimal(amount.value) > parseDecimal('100')) return [];
    return [
      {
        value: formatDecimal(parseDecimal(amount.value), 2),
        confidence: 0.88 * trustIn(line),
        line,
        alternatives: [],
        currency: undefined,
      },
    ];
  });
}
