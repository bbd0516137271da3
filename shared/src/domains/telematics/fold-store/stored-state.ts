import type { FoldState } from '../fold/state.ts';

/**
 * The form of the state and what its parts mean. Count it up with every change of a component that goes on differently from a state of
 * before: vehicles are then folded from their first reading again.
 */
const format = 1;

/** A state as it is stored: its form, then JSON. */
export function storedState(state: FoldState): string {
  return `${format}${JSON.stringify(state)}`;
}

/** A stored state; undefined where it has the form of another release. */
export function readState(stored: string): FoldState | undefined {
  const json = stored.indexOf('{');
  return stored.slice(0, json) === String(format) ? (JSON.parse(stored.slice(json)) as FoldState) : undefined;
}
