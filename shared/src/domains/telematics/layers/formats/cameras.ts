import { FeedError } from '../feed/feed-error.ts';
import { jsonRecords } from '../feed/jsonRecords.ts';
import type { Format } from './format.ts';
import { flag, list, moment, named, number, object, place, text, webAddress } from './values.ts';

const fields = [
  'name',
  'description',
  'road',
  'direction',
  'county',
  'feedUrl',
  'thumbnailUrl',
  'status',
  'metadata',
  'lastUpdated',
];

/**
 * The list behind https://fl511.com/cctv (`/List/GetData/Cameras`), in the form that the 511 sites of Florida, Georgia, Nevada,
 * Pennsylvania and others share: `{ recordsTotal, data: [{ id, roadway, direction, location, county, region, latLng: { geography:
 * { wellKnownText: "POINT (lng lat)" } }, images: [{ imageUrl, videoUrl, disabled, blocked, … }], lastUpdated }] }`, in pages of
 * at most 100. The position of a page stands in the address, as `start` or in the JSON of `query`.
 */
export const fl511List: Format = {
  complete: true,
  repeats: false,
  fields: () => fields,
  records: (body) => jsonRecords(body, 'data'),
  id: (raw) => text(object(raw).id, 30) ?? undefined,
  read: (raw, { url }) => {
    const camera = object(raw);
    const images = list(camera.images).map(object);
    const image = images[0] ?? {};
    const point = /^POINT ?\((-?[\d.]+) (-?[\d.]+)\)$/.exec(String(object(object(camera.latLng).geography).wellKnownText ?? ''));
    const open = flag(image.videoDisabled) !== true && flag(image.isVideoAuthRequired) !== true;
    return {
      ...place(point?.[2], point?.[1]),
      name: named(camera.location, image.description, camera.roadway),
      description: text(image.description),
      road: text(camera.roadway, 100),
      direction: text(camera.direction, 50),
      county: text(camera.county, 100),
      feedUrl: open ? webAddress(image.videoUrl, url) : null,
      thumbnailUrl: webAddress(image.imageUrl, url),
      status: statusOf(images.map((one) => ({ off: flag(one.disabled) === true, blocked: flag(one.blocked) === true }))),
      metadata: without({
        region: text(camera.region),
        city: text(camera.city),
        source: text(camera.source),
        sourceId: text(camera.sourceId),
        views: images.length > 1 ? images.map((one) => webAddress(one.imageUrl, url)) : null,
      }),
      lastUpdated: moment(camera.lastUpdated),
    };
  },
  nextPage: ({ url, count, envelope }) => {
    const page = new URL(url);
    const query = page.searchParams.get('query');
    const asked = query === null ? {} : object(tryJson(query));
    const start = (number(query === null ? page.searchParams.get('start') : asked.start) ?? 0) + count;
    if (count === 0 || start >= (number(envelope.recordsTotal) ?? 0)) return undefined;
    if (query === null) page.searchParams.set('start', String(start));
    else page.searchParams.set('query', JSON.stringify({ ...asked, start }));
    return page.href;
  },
};

/**
 * The developers' interface of the same sites (`/api/v2/get/cameras?key=…&format=json`): `[{ Id, Source, SourceId, Roadway, Direction,
 * Latitude, Longitude, Location, Views: [{ Id, Url, Status, Description, VideoUrl? }] }]`.
 */
export const cameras511: Format = {
  complete: true,
  repeats: false,
  fields: () => fields,
  records: (body) => jsonRecords(body, undefined),
  id: (raw) => text(object(raw).Id, 30) ?? undefined,
  read: (raw, { url }) => {
    const camera = object(raw);
    const views = list(camera.Views).map(object);
    const view = views.find((one) => one.Status === 'Enabled') ?? views[0] ?? {};
    return {
      ...place(camera.Latitude, camera.Longitude),
      name: named(camera.Location, view.Description, camera.Roadway),
      description: text(view.Description),
      road: text(camera.Roadway, 100),
      direction: text(camera.Direction, 50),
      county: text(camera.County, 100),
      feedUrl: webAddress(view.VideoUrl, url),
      thumbnailUrl: webAddress(view.Url, url),
      status: statusOf(views.map((one) => ({ off: one.Status === 'Disabled', blocked: false }))),
      metadata: without({
        source: text(camera.Source),
        sourceId: text(camera.SourceId),
        views: views.length > 1 ? views.map((one) => webAddress(one.Url, url)) : null,
      }),
      lastUpdated: moment(camera.LastUpdated),
    };
  },
};

/** A camera works while one of its views does; one whose picture its owner withholds for now is in maintenance. */
function statusOf(views: readonly { off: boolean; blocked: boolean }[]): 'active' | 'inactive' | 'maintenance' {
  if (views.some(({ off, blocked }) => !off && !blocked)) return 'active';
  return views.some(({ blocked }) => blocked) ? 'maintenance' : 'inactive';
}

function without(values: Record<string, unknown>): Record<string, unknown> | null {
  const given = Object.entries(values).filter(([, value]) => value !== null);
  return given.length > 0 ? Object.fromEntries(given) : null;
}

function tryJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new FeedError('The query of the address is no JSON, so its next page cannot be asked for.');
  }
}
