/** Something that the model takes for given: a number with its unit, and where it comes from. */
export type Assumption = { is: string; value: number; unit: string; source: string };

/** The numbers alone, under the same names. */
export function valuesOf<Name extends string>(assumptions: Record<Name, Assumption>): Record<Name, number> {
  const entries = Object.entries<Assumption>(assumptions).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(entries) as Record<Name, number>;
}
