/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const noise =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one'.split(
    ' ',
  );
const syllables = 'bra ken til mor sel ta ver no lin gu pa ris do fen ca lo men tir ush wel'.split(' ');

/** Words by frequency: noise words first, then made-up ones. The nth is 1/n as frequent as the first, as in any language (Zipf). */
const vocabulary = [...noise, ...Array.from({ length: 20_000 }, (_, n) => madeUp(n))];
const cumulative: number[] = [];
for (const [rank] of vocabulary.entries()) cumulative.push((cumulative.at(-1) ?? 0) + 1 / (rank + 1));

function madeUp(n: number): string {
  const base = syllables.length;
  return [n % base, Math.floor(n / base) % base, Math.floor(n / base / base) % base, Math.floor(n / base / base / base)]
    .map((digit) => syllables[digit])
    .join('');
}

function word(random: () => number): string {
  const at = random() * (cumulative.at(-1) as number);
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return vocabulary[low] as string;
}

/** A passage of 110 words and a number. */
export function passageText(random: () => number, n: number): string {
  return `${Array.from({ length: 110 }, () => word(random)).join(' ')} WO-${100_000 + n}`;
}

/** A question: six words of a passage that are no noise, and two words from anywhere. */
export function questionFor(random: () => number, text: string): string {
  const words = text.split(' ').filter((each) => !noise.includes(each) && !/\d/.test(each));
  const some = Array.from({ length: 6 }, () => words[Math.floor(random() * words.length)]);
  return [...some, word(random), word(random)].join(' ');
}

const dimensions = 512;

/** Near `center`, as passages about one thing are near each other; of length 1. */
export function near(random: () => number, center: Float32Array, spread: number): Float32Array {
  const scale = spread / Math.sqrt(dimensions);
  const moved = center.map((value) => value + gaussian(random) * scale);
  const length = Math.hypot(...moved);
  return moved.map((value) => value / length);
}

export function anywhere(random: () => number): Float32Array {
  return near(random, new Float32Array(dimensions), 1);
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
