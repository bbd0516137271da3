import type { Services } from '../../../resource/services.ts';
import { firstOf, type Geocoder } from './geocoder.ts';
import { google } from './google.ts';
import { layerPlaces } from './layer-places.ts';
import { nominatim } from './nominatim.ts';
import { type Lookup, overHttp } from './over-http.ts';
import { ownSites } from './own-sites.ts';

const geocoders = new WeakMap<Services, Geocoder>();

/** The geocoder that the configuration names: the organisation's own sites first, then the service if there is one, then the layers. */
export function geocoderOf(services: Services): Geocoder {
  const known = geocoders.get(services);
  if (known) return known;
  const lookup = lookupOf(services.config);
  const { clock, log } = services;
  const geocoder = lookup ? firstOf(ownSites(), overHttp({ lookup, clock, log }), layerPlaces) : firstOf(ownSites(), layerPlaces);
  geocoders.set(services, geocoder);
  return geocoder;
}

function lookupOf({ geocoder, geocoderUrl: url, geocoderApiKey: apiKey }: Services['config']): Lookup | undefined {
  if (geocoder === 'google' && apiKey) return google({ apiKey, url });
  if (geocoder === 'nominatim' && url) return nominatim({ url });
  return undefined;
}
