import { z } from 'zod';
import type { Lookup } from './over-http.ts';

const answer = z.union([z.object({ display_name: z.string() }), z.object({ error: z.string() })]);

/** The level of detail of buildings. */
const zoom = '18';

/**
 * A Nominatim server, reverse (https://nominatim.org/release-docs/latest/api/Reverse/), over OpenStreetMap's data. Where nothing is, it
 * answers 200 with an `error`. The public server takes one request a second and no fleets: run your own.
 */
export function nominatim({ url }: { url: string }): Lookup {
  const base = url.endsWith('/') ? url : `${url}/`;
  return async ({ latitude, longitude }, fetchJson) => {
    const query = new URLSearchParams({ format: 'jsonv2', lat: String(latitude), lon: String(longitude), zoom });
    const found = answer.parse(await fetchJson(new URL(`reverse?${query}`, base)));
    return 'display_name' in found ? found.display_name : null;
  };
}
