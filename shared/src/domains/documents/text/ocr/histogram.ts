/** How many pixels of a grey picture have each of the 256 levels. */
export function histogramOf(grey: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(256);
  for (let pixel = 0; pixel < grey.length; pixel++) histogram[grey[pixel]!]!++;
  return histogram;
}

/** The level at or below which so many pixels are. */
export function levelAt(histogram: Uint32Array, pixels: number): number {
  let seen = 0;
  for (const [level, count] of histogram.entries()) {
    seen += count;
    if (seen >= pixels) return level;
  }
  return 255;
}
