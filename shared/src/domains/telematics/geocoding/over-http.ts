import type { Clock } from '../../../clock.ts';
import type { Logger } from '../../../log.ts';
import type { Place } from '../geo/haversine.ts';
import type { Geocoder } from './geocoder.ts';

/** Asks a service for the name of a place; null where it knows none. Throws where it fails. */
export type Lookup = (place: Place, fetchJson: (url: URL) => Promise<unknown>) => Promise<string | null>;

type Options = { lookup: Lookup; clock: Clock; log: Pick<Logger, 'warn'>; timeoutMs?: number };

/** Whoever asks holds a transaction open meanwhile. */
const defaultTimeoutMs = 2_000;

/** A service that failed is left alone for this long. */
const pauseMs = 30_000;

/** Names that are remembered. */
const maxNames = 20_000;

/** Decimals of a degree by which names are remembered: 11 m. */
const decimals = 4;

/**
 * A geocoder that asks a service over HTTP. It remembers what it was told, by coordinates rounded to 11 m; it waits two seconds at
 * most; and when the service fails it answers null, and does not ask again for half a minute.
 */
export function overHttp({ lookup, clock, log, timeoutMs = defaultTimeoutMs }: Options): Geocoder {
  const names = new Map<string, string | null>();
  let pausedUntilMs = 0;

  const fetchJson = async (url: URL): Promise<unknown> => {
    const headers = { accept: 'application/json', 'user-agent': 'Wheelhouse (fleet telematics)' };
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`The service answered ${response.status}.`);
    }
    return response.json();
  };

  const nameOf = async (place: Place): Promise<string | null> => {
    const rounded = { latitude: Number(place.latitude.toFixed(decimals)), longitude: Number(place.longitude.toFixed(decimals)) };
    const key = `${rounded.latitude},${rounded.longitude}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    if (clock.now().getTime() < pausedUntilMs) return null;
    try {
      const name = await lookup(rounded, fetchJson);
      names.set(key, name);
      if (names.size > maxNames) names.delete(names.keys().next().value as string);
      return name;
    } catch (error) {
      pausedUntilMs = clock.now().getTime() + pauseMs;
      log.warn({ err: error }, `places are not named for ${pauseMs / 1000} s, as the geocoder failed`);
      return null;
    }
  };

  return { reverse: (_tx, places) => Promise.all(places.map(nameOf)) };
}
