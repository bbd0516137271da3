/** To a number of decimals; many times faster than `toFixed`, which matters at 60,000 readings a second. */
export function rounded(value: number, decimals: 0 | 1 | 2 | 3 | 6): number {
  const scale = scales[decimals];
  return Math.round(value * scale) / scale;
}

const scales = { 0: 1, 1: 10, 2: 100, 3: 1_000, 6: 1_000_000 };
