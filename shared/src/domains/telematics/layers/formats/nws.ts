import { jsonRecords } from '../feed/jsonRecords.ts';
import { converted, type MeasuredColumn } from '../units.ts';
import { type Format, Unusable } from './format.ts';
import { moment, number, object, placeOfFeature, text } from './values.ts';

/** Last part of `https://api.weather.gov/stations/KMCO`. */
const idOfAddress = (address: unknown): string | undefined => text(address, 2_000)?.split('/').at(-1)?.slice(0, 30) || undefined;

/**
 * Stations of the National Weather Service (https://api.weather.gov/stations?state=FL&limit=500): a FeatureCollection with
 * `stationIdentifier` and `name`; `pagination.next` leads to the next page, at the end to an empty one.
 */
export const nwsStations: Format = {
  complete: true,
  repeats: false,
  fields: () => ['name'],
  records: (body) => jsonRecords(body, 'features'),
  id: (raw) => text(object(object(raw).properties).stationIdentifier, 30) ?? undefined,
  read: (raw) => {
    const feature = object(raw);
    return { ...placeOfFeature(feature), name: text(object(feature.properties).name, 255) };
  },
  nextPage: ({ count, envelope }) => (count === 0 ? undefined : (text(object(envelope.pagination).next, 10_000) ?? undefined)),
};

/**
 * Observations of the National Weather Service: one Feature (`…/stations/KMCO/observations/latest`) or a FeatureCollection of them.
 * Every measurement is `{ value, unitCode, qualityControl }` with a unit of the WMO's registry (`wmoUnit:degC`, `wmoUnit:km_h-1`). An
 * observation that is older than what is stored changes nothing.
 */
export const nwsObservations: Format = {
  complete: false,
  repeats: true,
  fields: () => ['temperatureC', 'conditions', 'windSpeedKph', 'visibilityM', 'lastUpdated'],
  records: (body) => jsonRecords(body, 'features'),
  id: (raw) => {
    const properties = object(object(raw).properties);
    return text(properties.stationId, 30) ?? idOfAddress(properties.station);
  },
  read: (raw) => {
    const feature = object(raw);
    const properties = object(feature.properties);
    const lastUpdated = moment(properties.timestamp);
    if (lastUpdated === null) throw new Unusable('malformed');
    return {
      ...placeOfFeature(feature),
      temperatureC: measured('temperatureC', properties.temperature),
      conditions: text(properties.textDescription, 100),
      windSpeedKph: measured('windSpeedKph', properties.windSpeed),
      visibilityM: measured('visibilityM', properties.visibility),
      lastUpdated,
    };
  },
};

/** A value that failed the service's own checks (`X`: rejected) was not measured. */
function measured(column: MeasuredColumn, quantity: unknown): number | null {
  const { value, unitCode, qualityControl } = object(quantity);
  const read = number(value);
  if (read === null || typeof unitCode !== 'string' || /(^|:)X$/.test(String(qualityControl ?? ''))) return null;
  return converted(column, read, unitCode) ?? null;
}
