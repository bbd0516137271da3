export { firstOf, type Geocoder } from './geocoder.ts';
export { geocoderOf } from './geocoderOf.ts';
export { google } from './google.ts';
export { layerPlaces } from './layer-places.ts';
export { nominatim } from './nominatim.ts';
export { type Lookup, overHttp } from './over-http.ts';
export { ownSites } from './own-sites.ts';
