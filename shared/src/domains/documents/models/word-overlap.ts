/** Words that say nothing of what a question is about. */
const noise = new Set(
  `a about after all allowed am an and any anyone are as at be been before being between both but by can come comes could did do does doing done during each
   else every everyone for far fast from get gets give given go goes got had has have having he her hers high him his how i if in into is it its just let long
   many may me might more most much must my need needed needs no nobody not often of off on old once one only or other our out over own please said
   same say says shall she should so some somebody someone such take tell than that the their them then there these they this those through
   to too under until up upon us use very was we were what when where which while who whom whose why will with would you your`.split(
    /\s+/,
  ),
);

const endings = [
  'ations',
  'ation',
  'ements',
  'ement',
  'ments',
  'ment',
  'ings',
  'ing',
  'edly',
  'ies',
  'ied',
  'ions',
  'ion',
  'ers',
  'er',
  'es',
  'ed',
  'ly',
  's',
  'e',
  'y',
];

/** A word without its ending, so that inspected, inspections and inspecting are one. What holds a digit stays as it is. */
function stem(word: string): string {
  if (/\d/.test(word)) return word;
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= 4);
  return ending ? word.slice(0, -ending.length) : word;
}

/** The stems of the words that say something. `WO-88213` is one word and its parts as well. */
export function contentWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:[-/][\p{L}\p{N}]+)*/gu) ?? [];
  const parts = words.flatMap((word) => (/[-/]/.test(word) ? [word, ...word.split(/[-/]/)] : [word]));
  return new Set(parts.filter((word) => !noise.has(word) && (word.length > 1 || /\d/.test(word))).map(stem));
}

/** How much a word tells the texts apart: ln(1 + n / m), where m of n texts hold it; most where none does. */
export function rarity(texts: readonly Set<string>[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + texts.length / (counts.get(word) ?? 0.5));
}

/** How much of a question's words stand in each of the places, each by its rarity and by what a word there is worth: 0 to 1. */
export function coverage(
  question: ReadonlySet<string>,
  places: readonly { words: ReadonlySet<string>; worth: number }[],
  weightOf: (word: string) => number,
): number {
  let [held, all] = [0, 0];
  for (const word of question) {
    const weight = weightOf(word);
    all += weight;
    held += weight * Math.max(0, ...places.filter(({ words }) => words.has(word)).map(({ worth }) => worth));
  }
  return all === 0 ? 0 : held / all;
}
