/**
 * Distances, times and fuel from every place to every other, row by row: `from * size + to`. Not symmetric: a way there need not be
 * the way back.
 */
export type DistanceMatrix = {
  size: number;
  metres: Float64Array;
  /** Whole seconds, so that sums of times are exact. */
  seconds: Float64Array;
  /** Litres that the empty vehicle burns. */
  litres: Float64Array;
  /** Litres more for each kilogram on board. */
  litresPerKg: Float64Array;
};

/** A matrix of zeros. */
export function emptyMatrix(size: number): DistanceMatrix {
  const cells = () => new Float64Array(size * size);
  return { size, metres: cells(), seconds: cells(), litres: cells(), litresPerKg: cells() };
}
