import type { DocumentForModel } from '../../models/document-model.ts';
import { type DocumentClass, documentClasses } from '../../tables/index.ts';
import { type LaidLine, laidLines } from '../labels/layout.ts';
import { PhraseIndex, type PhraseMatch, type Token, tokensOf } from '../labels/phrases.ts';
import type { Classification } from '../understanding.ts';
import { classCues } from './class-cues.ts';

type Cue = { documentClass: DocumentClass; phrase: string; weight: number; isTitle: boolean };
type Scores = Map<DocumentClass, number>;

const cues = new PhraseIndex<Cue>(
  Object.entries(classCues).flatMap(([name, { titles, phrases }]) => {
    const documentClass = name as DocumentClass;
    const of = (words: Record<string, number>, isTitle: boolean) =>
      Object.entries(words).map(([phrase, weight]) => [phrase, { documentClass, phrase, weight, isTitle }] as const);
    return [...of(titles, true), ...of(phrases, false)];
  }),
);

/** What kind of document it is stands on its first pages. */
const pagesRead = 4;
/** Evidence that a document of none of the classes gives by chance. */
const otherScore = 2.6;
/** Softens the sum of evidence that is not independent, so that confidences are shares of right answers. */
const temperature = 1.5;
const titleShareInText = 0.22;

/** The class whose words the document's titles, labels and layout hold most of; `other` where there is little evidence. */
export function classifyByRules(document: DocumentForModel): Classification {
  const pages = document.pages.slice(0, pagesRead);
  const lines = laidLines(pages);
  const scores: Scores = new Map([['other', otherScore]]);
  const best = new Map<Cue, number>();
  const known = new Map<string, string>();
  const headings = new Set(pages.map((page) => page.heading?.trim()).filter((heading) => heading));
  for (const line of lines) {
    const tokens = tokensOf(line.text);
    for (const match of cues.find(tokens, known)) {
      const isTitle = standsAsTitle(line, match, tokens, headings);
      for (const cue of match.targets) keepStrongest(best, cue, weightOf(cue, match, isTitle, line));
    }
  }
  for (const name of [document.title, document.fileName.replace(/\.[^.]*$/, '')]) {
    for (const match of cues.find(tokensOf(name?.slice(0, 300) ?? ''), known)) {
      for (const cue of match.targets) if (cue.isTitle) keepStrongest(best, cue, cue.weight * 0.45);
    }
  }
  addCues(scores, best);
  addLayout(scores, document, lines);
  return byConfidence(scores);
}

function keepStrongest(best: Map<Cue, number>, cue: Cue, weight: number) {
  best.set(cue, Math.max(best.get(cue) ?? 0, weight));
}

function weightOf(cue: Cue, match: PhraseMatch<Cue>, isTitle: boolean, line: LaidLine): number {
  const readWell = (match.isExact ? 1 : 0.85) * (line.pageNumber > 1 ? 0.8 : 1);
  if (!cue.isTitle) return cue.weight * readWell;
  return cue.weight * readWell * (isTitle ? 1 : titleShareInText);
}

/** A title is most of what its cell says, in the upper part of the first page, or the heading of a page. */
function standsAsTitle(
  line: LaidLine,
  match: PhraseMatch<Cue>,
  tokens: readonly Token[],
  headings: ReadonlySet<string | undefined>,
): boolean {
  const cell = line.cells.find(({ start, text }) => match.start >= start && match.end <= start + text.length);
  const inCell = cell
    ? tokens.filter((token) => token.start >= cell.start && token.end <= cell.start + cell.text.length)
    : tokens;
  const letters = inCell.reduce((sum, token) => sum + token.key.length, 0);
  const matched = tokens.slice(match.firstToken, match.lastToken + 1).reduce((sum, token) => sum + token.key.length, 0);
  const share = matched / Math.max(1, letters);
  if (headings.has(line.text.trim())) return share >= 0.3;
  const isCapitals = cell !== undefined && /\p{Lu}{4}/u.test(cell.text) && !/\p{Ll}/u.test(cell.text);
  return line.pageNumber === 1 && line.index < 14 && share >= (isCapitals ? 0.4 : 0.55);
}

/** The titles of a class are names of the same thing: only the best one counts in full. The same holds, less, for its phrases. */
function addCues(scores: Scores, best: ReadonlyMap<Cue, number>) {
  for (const documentClass of documentClasses) {
    const own = [...best].filter(([cue]) => cue.documentClass === documentClass).sort((a, b) => b[1] - a[1]);
    const titles = own.filter(([cue]) => cue.isTitle).map(([, weight]) => weight);
    const phrases = own.filter(([cue]) => !cue.isTitle).map(([, weight]) => weight);
    const sum =
      (titles[0] ?? 0) + 0.15 * (titles[1] ?? 0) + phrases.reduce((total, weight, index) => total + weight * 0.93 ** index, 0);
    if (sum > 0) add(scores, documentClass, sum);
  }
}

function addLayout(scores: Scores, document: DocumentForModel, lines: readonly LaidLine[]) {
  const priced = lines.filter((line) => /\d[.,]\d{2}(?!\d)\D{0,5}$/.test(line.text) && /\p{L}{3}/u.test(line.text)).length;
  if (priced >= 4)
    for (const one of ['vendor_invoice', 'repair_order', 'purchase_order', 'toll_statement'] as const) add(scores, one, 0.4);
  const words = lines.reduce((sum, line) => sum + line.text.split(' ').length, 0);
  const prose = lines.filter((line) => line.text.length > 60 && !line.text.includes('\t')).length / Math.max(1, lines.length);
  if (document.pages.length >= 12) add(scores, 'manual', 1.5);
  if (words > 150 && prose > 0.5) for (const one of ['manual', 'correspondence', 'lease'] as const) add(scores, one, 0.5);
  if (/\.(eml|msg)$/i.test(document.fileName)) add(scores, 'correspondence', 2);
  const header = lines.slice(0, 8).filter((line) => /^(from|to|sent|date|subject|cc|re)\s?:/i.test(line.text)).length;
  if (header >= 3) add(scores, 'correspondence', 2);
}

function add(scores: Scores, documentClass: DocumentClass, weight: number) {
  scores.set(documentClass, (scores.get(documentClass) ?? 0) + weight);
}

/** Shares of the exponentials of the scores; never quite certain. */
function byConfidence(scores: Scores): Classification {
  const most = Math.max(...scores.values());
  const shares = [...scores].map(([documentClass, score]) => ({ documentClass, share: Math.exp((score - most) / temperature) }));
  const sum = shares.reduce((total, { share }) => total + share, 0);
  const [first, ...others] = shares
    .map(({ documentClass, share }) => ({ documentClass, confidence: Math.min(0.99, Math.round((share / sum) * 1000) / 1000) }))
    .sort((a, b) => b.confidence - a.confidence);
  return { ...first!, alternatives: others.filter(({ confidence }) => confidence >= 0.01).slice(0, 4) };
}
