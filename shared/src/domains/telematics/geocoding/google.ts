import { z } from 'zod';
import type { Lookup } from './over-http.ts';

const answer = z.object({
  status: z.string(),
  error_message: z.string().optional(),
  results: z.array(z.object({ formatted_address: z.string() })).default([]),
});

/**
 * Google's Geocoding API, reverse (https://developers.google.com/maps/documentation/geocoding/requests-reverse-geocoding). It answers
 * 200 with a status of its own; `ZERO_RESULTS` is an answer, everything else but `OK` a failure.
 */
export function google({ apiKey, url = 'https://maps.googleapis.com' }: { apiKey: string; url?: string | undefined }): Lookup {
  return async ({ latitude, longitude }, fetchJson) => {
    const query = new URLSearchParams({ latlng: `${latitude},${longitude}`, key: apiKey });
    const { status, results, error_message } = answer.parse(await fetchJson(new URL(`/maps/api/geocode/json?${query}`, url)));
    if (status !== 'OK' && status !== 'ZERO_RESULTS') {
      throw new Error(`Google answered ${status}${error_message ? `: ${error_message}` : ''}.`);
    }
    return results[0]?.formatted_address ?? null;
  };
}
