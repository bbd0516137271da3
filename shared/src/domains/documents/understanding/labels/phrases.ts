import { comparable, withinEdits } from '../reading/ocr.ts';

/** A word of a line, its place in it and the form in which it is compared. A colon or the like before it parts it: no phrase goes over that. */
export type Token = { written: string; start: number; end: number; key: string; isNumber: boolean; isParted: boolean };

/** A phrase that was found: what it stands for, from `start` to before `end`. */
export type PhraseMatch<T> = {
  targets: readonly T[];
  start: number;
  end: number;
  firstToken: number;
  lastToken: number;
  isExact: boolean;
};

const longestPhrase = 7;
const shortPhrase = 4;
const uncoveredCost = 1.5;
const misreadCost = 1.2;

/** The words of a line. A number that follows a word without a blank is one of its own: `Date03/04`, not `INV2024`. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:['’`][\p{L}\p{N}]+)*/gu)) {
    const parts = /^(\p{L}{4,})(\d{2,}.*)$/u.exec(match[0]);
    let start = match.index;
    const isParted = /[:;=\t]|#\s/.test(text.slice(tokens.at(-1)?.end ?? start, start));
    for (const part of parts ? [parts[1]!, parts[2]!] : [match[0]]) {
      const key = comparable(part);
      if (key) tokens.push({ written: part, start, end: start + part.length, key, isNumber: /^\p{N}+$/u.test(part), isParted });
      start += part.length;
    }
  }
  return tokens;
}

/**
 * Finds phrases in lines although a scanner misread letters of longer words and phrases (one letter from six letters on, two from ten in a word and
 * from 16 in a phrase), and put in or lost blanks between words. Time is linear in the text.
 */
export class PhraseIndex<T> {
  readonly #targets = new Map<string, T[]>();
  /** Words of the phrases, and phrases written as one word, by each form with one letter taken out. */
  readonly #near = new Map<string, string[]>();
  readonly #words = new Set<string>();
  /** Short phrases as they are written. */
  readonly #short = new Set<string>();
  #longest = 0;

  constructor(phrases: Iterable<readonly [string, T]>) {
    for (const [phrase, target] of phrases) {
      const tokens = tokensOf(phrase);
      const key = tokens.map((token) => token.key).join('');
      this.#targets.set(key, [...(this.#targets.get(key) ?? []), target]);
      if (key.length <= shortPhrase) this.#short.add(tokens.map((token) => token.written.toLowerCase()).join(''));
      this.#longest = Math.max(this.#longest, key.length);
      for (const word of [key, ...tokens.map((token) => token.key)]) this.#learn(word);
    }
  }

  /**
   * Phrases that cover as many words as possible in as few pieces as possible; none overlaps another. Of `Date Due Date` the first word is one and
   * the others are one. `known` keeps what misread words stand for between lines.
   */
  find(tokens: readonly Token[], known: Map<string, string>): PhraseMatch<T>[] {
    const keys = tokens.map((token) => this.#corrected(token.key, known));
    const best: { cost: number; match?: PhraseMatch<T> }[] = [];
    best[tokens.length] = { cost: 0 };
    for (let first = tokens.length - 1; first >= 0; first--) {
      best[first] = { cost: best[first + 1]!.cost + uncoveredCost };
      for (const match of this.#matchesAt(first, tokens, keys, known)) {
        const cost = best[match.lastToken + 1]!.cost + (match.isExact ? 1 : misreadCost);
        if (cost < best[first]!.cost) best[first] = { cost, match };
      }
    }
    const matches: PhraseMatch<T>[] = [];
    for (let first = 0; first < tokens.length; first++) {
      const match = best[first]!.match;
      if (!match) continue;
      matches.push(match);
      first = match.lastToken;
    }
    return matches;
  }

  /** Shorter ones first. */
  *#matchesAt(
    first: number,
    tokens: readonly Token[],
    keys: readonly string[],
    known: Map<string, string>,
  ): Generator<PhraseMatch<T>> {
    let key = '';
    for (let last = first; last < Math.min(tokens.length, first + longestPhrase); last++) {
      if (last > first && tokens[last]!.isParted) break;
      key += keys[last]!;
      if (key.length > this.#longest) break;
      const mayBeMisread = last > first && isWord(tokens[first]!) && isWord(tokens[last]!);
      const targets = this.#targets.get(key) ?? (mayBeMisread ? this.#targets.get(this.#corrected(key, known, 16)) : undefined);
      if (!targets || (key.length <= shortPhrase && this.#isAnotherWord(tokens.slice(first, last + 1)))) continue;
      const isExact = this.#targets.has(
        tokens
          .slice(first, last + 1)
          .map((token) => token.key)
          .join(''),
      );
      yield { targets, start: tokens[first]!.start, end: tokens[last]!.end, firstToken: first, lastToken: last, isExact };
    }
  }

  /**
   * LLC looks like LIC to a scanner, but letters of one case that spell something else are something else, and so are numbers:
   * 48 is no 4b. V1N and VlN are VIN.
   */
  #isAnotherWord(tokens: readonly Token[]): boolean {
    const written = tokens.map((token) => token.written).join('');
    return !this.#short.has(written.toLowerCase()) && /^(?:\p{Lu}+|\p{Ll}+|\p{Lu}\p{Ll}+|\p{N}+)$/u.test(written);
  }

  #learn(word: string) {
    if (this.#words.has(word)) return;
    this.#words.add(word);
    if (word.length < 6) return;
    for (const form of [word, ...shortened(word)]) this.#near.set(form, [...(this.#near.get(form) ?? []), word]);
  }

  /** The word of a phrase that was probably meant, or the word itself. */
  #corrected(key: string, known: Map<string, string>, twoFrom = 10): string {
    if (key.length < 6 || key.length > Math.min(40, this.#longest + 1) || this.#words.has(key)) return key;
    const memo = `${twoFrom}${key}`;
    const before = known.get(memo);
    if (before !== undefined) return before;
    const candidates = new Set([key, ...shortened(key)].flatMap((form) => this.#near.get(form) ?? []));
    const near = (limit: number) => [...candidates].find((word) => withinEdits(word, key, limit));
    const corrected = near(1) ?? (key.length >= twoFrom ? near(2) : undefined) ?? key;
    known.set(memo, corrected);
    return corrected;
  }
}

/** Long enough to be a part of a misread phrase: a number or a syllable beside a phrase is none. */
function isWord(token: Token): boolean {
  return token.key.length > 2 && !token.isNumber;
}

function shortened(word: string): string[] {
  return Array.from(word, (_, index) => word.slice(0, index) + word.slice(index + 1));
}
