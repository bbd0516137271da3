/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * Prints the line of JSON that a benchmark ends with.
 *
 * @param atLeast ratios that must not be smaller than their limit; all others must not be larger
 */
export function report(
  bench: string,
  ratios: Record<string, number>,
  limits: Record<string, number>,
  atLeast: readonly string[],
): void {
  const rounded = Object.fromEntries(Object.entries(ratios).map(([key, value]) => [key, Number(value.toPrecision(3))]));
  const ok = Object.entries(limits).every(([key, limit]) => {
    const ratio = ratios[key] ?? Number.NaN;
    return atLeast.includes(key) ? ratio >= limit : ratio <= limit;
  });
  console.log(JSON.stringify({ bench, ratios: rounded, limits, ok }));
}
