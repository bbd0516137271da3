import { csvRecords } from '../feed/csvRecords.ts';
import { jsonRecords } from '../feed/jsonRecords.ts';
import { type Format, Unusable, type Values } from './format.ts';
import { count, flag, list, moment, named, number, object, place, text } from './values.ts';

// Alternative fuel stations of the US Department of Energy's Alternative Fuels Data Center, for fuel_type=ELEC. Fields as documented at
// https://developer.nrel.gov/docs/transportation/alt-fuel-stations-v1/all/. A station that is not open (planned, or out of service
// for now) is left out, so one that closes is missing and in the end removed.

const csvFields = [
  'name',
  'address',
  'network',
  'numPorts',
  'chargingLevels',
  'pricing',
  'accessType',
  'available24x7',
  'amenities',
  'lastUpdated',
];

/** `GET /api/alt-fuel-stations/v1.json`: `{ fuel_stations: [{ id, station_name, ev_dc_fast_num, ev_charging_units, … }] }`. */
export const afdcJson: Format = {
  complete: true,
  repeats: false,
  fields: () => [...csvFields, 'maxPowerKw'],
  records: (body) => jsonRecords(body, 'fuel_stations'),
  id: (raw) => text(object(raw).id, 30) ?? undefined,
  read: (raw) => ({ ...stationOf(object(raw)), maxPowerKw: powerOf(object(raw).ev_charging_units) }),
};

/** `GET /api/alt-fuel-stations/v1.csv`, which tells the power of no connector. Its header is the JSON's field names in words. */
export const afdcCsv: Format = {
  complete: true,
  repeats: false,
  fields: () => csvFields,
  records: csvRecords,
  id: (raw) => text(object(raw).id, 30) ?? undefined,
  read: (raw) => {
    const row = object(raw);
    return stationOf({
      ...row,
      ev_dc_fast_num: row.ev_dc_fast_num ?? row.ev_dc_fast_count,
      ev_connector_types: text(row.ev_connector_types)?.split(' ') ?? null,
    });
  },
};

function stationOf(station: Record<string, unknown>): Values {
  if (station.fuel_type_code !== 'ELEC') throw new Unusable('not_of_layer');
  if (station.status_code !== 'E') throw new Unusable('not_open');
  const ports = {
    level1: count(station.ev_level1_evse_num),
    level2: count(station.ev_level2_evse_num),
    dcfast: count(station.ev_dc_fast_num),
  };
  const known = Object.entries(ports).filter(([, number]) => number !== null && number > 0);
  const hours = text(station.access_days_time);
  return {
    ...place(station.latitude, station.longitude),
    name: named(station.station_name),
    address: addressOf(station),
    network: text(station.ev_network, 100),
    numPorts: known.length > 0 ? known.reduce((sum, [, number]) => sum + (number as number), 0) : null,
    chargingLevels: known.map(([level]) => level),
    pricing: text(station.ev_pricing),
    accessType: accessOf(station),
    available24x7: hours === null ? null : /^24 hours daily\b/i.test(hours),
    amenities: Object.fromEntries(
      Object.entries({
        hours,
        phone: text(station.station_phone),
        connectorTypes: list(station.ev_connector_types).length > 0 ? list(station.ev_connector_types) : null,
        facilityType: text(station.facility_type),
        ownerType: text(station.owner_type_code),
        cardsAccepted: text(station.cards_accepted),
        renewableSource: text(station.ev_renewable_source),
        directions: text(station.intersection_directions),
      }).filter(([, value]) => value !== null),
    ),
    lastUpdated: moment(station.updated_at),
  };
}

function addressOf({ street_address, city, state, zip }: Record<string, unknown>): string | null {
  const region = [text(state), text(zip)].filter(Boolean).join(' ');
  return [text(street_address), text(city), region].filter(Boolean).join(', ') || null;
}

/** `restricted_access` is for public stations that not every vehicle or customer may use; older exports say it in words only. */
function accessOf({ access_code, restricted_access, groups_with_access_code }: Record<string, unknown>): string | null {
  const word = (text(access_code) ?? text(groups_with_access_code) ?? '').toLowerCase();
  if (word.startsWith('private')) return 'private';
  if (!word.startsWith('public')) return null;
  return flag(restricted_access) === true ? 'restricted' : 'public';
}

/** Most power of a connector: `[{ connectors: { J1772COMBO: { power_kw: 150, port_count: 1 } } }]`. */
function powerOf(units: unknown): number | null {
  const powers = list(units)
    .flatMap((unit) => Object.values(object(object(unit).connectors)))
    .map((connector) => number(object(connector).power_kw))
    .filter((power): power is number => power !== null && power > 0);
  return powers.length > 0 ? powers.reduce((most, power) => Math.max(most, power)) : null;
}
