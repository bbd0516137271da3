/** Numbers in [0, 1). */
export type Random = () => number;

/** A source of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of its own for one use of another seed, so that what one part draws does not change what another does (FNV-1a). */
export function derivedSeed(seed: number, use: string): number {
  let hash = (2_166_136_261 ^ seed) >>> 0;
  for (let i = 0; i < use.length; i++) hash = Math.imul(hash ^ use.charCodeAt(i), 16_777_619) >>> 0;
  return hash;
}

/** A number from the normal distribution (Box-Muller), cut off at three standard deviations. */
export function gaussian(random: Random): number {
  const value = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(-3, Math.min(3, value));
}

/** A number from `low` to `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** Whether something that happens `perHour` times an hour on average begins within these seconds. */
export function begins(random: Random, perHour: number, seconds: number): boolean {
  return perHour > 0 && random() < (perHour * seconds) / 3600;
}
