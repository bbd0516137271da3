/** A measured value at a moment; with the speed there, where the value is a heading. */
export type Sample = readonly [atMs: number, value: number, kph?: number];

/** A quantity that a vehicle changes steadily and instruments measure with errors. */
export type Quantity = {
  /** From `from` to `to`. */
  difference(to: number, from: number): number;
  /** What lies beside both neighbours by no more than this is noise, by more an error. */
  noise: number;
};

/** The latest of a series of measurements, with single errors taken out. */
export type Series = {
  /** Device and instrument: values of two instruments differ by more than a vehicle can change between them. */
  source: string;
  /** The latest sample with one on either side that bear it out; at the beginning the first. */
  anchor: Sample;
  isBorneOut: boolean;
  /** The sample after it, which the next one will judge. */
  last: Sample | null;
};

export const speedInKph: Quantity = { difference: (to, from) => to - from, noise: 5 };

/** Degrees on the compass; differences are the shortest way around, -180 to 180. */
export const heading: Quantity = {
  difference: (to, from) => {
    const turn = (to - from) % 360;
    if (turn > 180) return turn - 360;
    return turn < -180 ? turn + 360 : turn;
  },
  noise: 5,
};

/** What lies further apart says nothing about a manoeuvre, which takes seconds. */
export const maxIntervalMs = 5_000;

/** Closer samples are left out: the error of two speeds a tenth of a second apart looks like harsh braking. */
const minIntervalMs = 500;

/**
 * Takes the next sample. A series stays with one source until that has been silent for `maxIntervalMs`; samples of others are left
 * out meanwhile. A sample between its neighbours stays as it is; one beside them becomes the nearer of them if that is noise (the
 * median of three), else it is dropped as an error.
 *
 * @returns the same series where the sample is left out
 */
export function follow(series: Series | null, source: string, sample: Sample, { difference, noise }: Quantity): Series {
  if (series === null) return { source, anchor: sample, isBorneOut: false, last: null };
  const { anchor, isBorneOut, last } = series;
  const intervalMs = sample[0] - (last ?? anchor)[0];
  if (intervalMs > maxIntervalMs) return { source, anchor: sample, isBorneOut: false, last: null };
  if (source !== series.source || intervalMs < minIntervalMs) return series;
  if (last === null) return { source, anchor, isBorneOut, last: sample };
  const before = difference(last[1], anchor[1]);
  const after = difference(sample[1], last[1]);
  if (before * after >= 0) return { source, anchor: last, isBorneOut: true, last: sample };
  if (Math.min(Math.abs(before), Math.abs(after)) > noise) return { source, anchor, isBorneOut, last: sample };
  const nearest = Math.abs(before) < Math.abs(after) ? anchor[1] : sample[1];
  const smooth: Sample = last[2] === undefined ? [last[0], nearest] : [last[0], nearest, last[2]];
  return { source, anchor: smooth, isBorneOut: true, last: sample };
}

/** Change per second over the interval from the anchor of a series to that of the next; null where there is none. */
export function ratePerSecond(series: Series | null, next: Series | null, { difference }: Quantity): number | null {
  if (series === null || next === null || !series.isBorneOut || !next.isBorneOut || series.anchor === next.anchor) return null;
  const intervalMs = next.anchor[0] - series.anchor[0];
  return intervalMs > maxIntervalMs ? null : (difference(next.anchor[1], series.anchor[1]) / intervalMs) * 1_000;
}
