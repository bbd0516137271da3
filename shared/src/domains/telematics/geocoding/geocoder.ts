import type { Tx } from '../../../db/scope.ts';
import type { Place } from '../geo/haversine.ts';

/** Names places, as people would: an address, a site. */
export interface Geocoder {
  /**
   * The names of places, in their order; null where there is none. Never fails because a service does.
   *
   * @param tx scope of the tenant for whom the places are named
   */
  reverse(tx: Tx, places: readonly Place[]): Promise<(string | null)[]>;
}

/** Asks one after the other, each only for what those before could not name. */
export function firstOf(...geocoders: readonly Geocoder[]): Geocoder {
  return {
    async reverse(tx, places) {
      const names: (string | null)[] = places.map(() => null);
      for (const geocoder of geocoders) {
        const unnamed = names.flatMap((name, index) => (name === null ? [index] : []));
        if (unnamed.length === 0) break;
        const found = await geocoder.reverse(
          tx,
          unnamed.map((index) => places[index] as Place),
        );
        unnamed.forEach((index, i) => {
          names[index] = found[i] ?? null;
        });
      }
      return names;
    },
  };
}
