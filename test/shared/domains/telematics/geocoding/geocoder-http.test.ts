import type { Tx } from '@wheelhouse/shared/db/scope.ts';
import { google, nominatim, overHttp } from '@wheelhouse/shared/domains/telematics/geocoding/index.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { googleAnswer, nominatimAnswer, serve } from './support.ts';

const noTx = {} as Tx;
const brooklyn = { latitude: 40.7142321, longitude: -73.9612889 };
const elsewhere = { latitude: 1, longitude: 2 };

type Server = Awaited<ReturnType<typeof serve>>;
const servers: Server[] = [];
async function serving(...args: Parameters<typeof serve>): Promise<Server> {
  const server = await serve(...args);
  servers.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function clockAt(startMs = 0) {
  let nowMs = startMs;
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { now: () => new Date(nowMs), pass };
}

function geocoderFor(lookup: Parameters<typeof overHttp>[0]['lookup'], timeoutMs?: number) {
  const clock = clockAt();
  const warnings: unknown[] = [];
  const log = { warn: (what: unknown) => void warnings.push(what) };
  const geocoder = overHttp({ lookup, clock, log: log as never, ...(timeoutMs ? { timeoutMs } : {}) });
  return { reverse: (...places: (typeof brooklyn)[]) => geocoder.reverse(noTx, places), clock, warnings };
}

describe('The geocoder of Google', () => {
  it('asks for the rounded place with the key, takes the first address, and asks once for a place', async () => {
    const { url, asked } = await serving(() => ({ body: googleAnswer }));
    const { reverse } = geocoderFor(google({ apiKey: 'KEY', url }));
    expect(await reverse(brooklyn)).toEqual(['277 Bedford Ave, Brooklyn, NY 11211, USA']);
    expect(await reverse({ ...brooklyn, latitude: 40.71421 })).toEqual(['277 Bedford Ave, Brooklyn, NY 11211, USA']);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.pathname).toBe('/maps/api/geocode/json');
    expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({ latlng: '40.7142,-73.9613', key: 'KEY' });
  });

  it('knows no name in the middle of the ocean, and remembers that', async () => {
    const { url, asked } = await serving(() => ({ body: { results: [], status: 'ZERO_RESULTS' } }));
    const { reverse, warnings } = geocoderFor(google({ apiKey: 'KEY', url }));
    expect([await reverse(brooklyn), await reverse(brooklyn)]).toEqual([[null], [null]]);
    expect(asked).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('answers null when it is refused, and asks again only after half a minute', async () => {
    let refuses = true;
    const refusal = { results: [], status: 'REQUEST_DENIED', error_message: 'The provided API key is invalid.' };
    const { url, asked } = await serving(() => ({ body: refuses ? refusal : googleAnswer }));
    const { reverse, clock, warnings } = geocoderFor(google({ apiKey: 'KEY', url }));
    expect(await reverse(brooklyn)).toEqual([null]);
    expect(await reverse(elsewhere)).toEqual([null]);
    expect(asked).toHaveLength(1);
    expect(String((warnings[0] as { err: Error }).err)).toContain('The provided API key is invalid.');
    refuses = false;
    clock.pass(30_000);
    expect(await reverse(brooklyn)).toEqual(['277 Bedford Ave, Brooklyn, NY 11211, USA']);
  });
});

describe('The geocoder of a Nominatim server', () => {
  it('asks as Nominatim wants it, below the path of the server, and says who asks', async () => {
    const { url, asked, headers } = await serving(() => ({ body: nominatimAnswer }));
    const { reverse } = geocoderFor(nominatim({ url: `${url}/osm` }));
    expect(await reverse({ latitude: -34.44076, longitude: -58.70521 })).toEqual([nominatimAnswer.display_name]);
    expect(asked[0]?.pathname).toBe('/osm/reverse');
    expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({
      format: 'jsonv2',
      lat: '-34.4408',
      lon: '-58.7052',
      zoom: '18',
    });
    expect(headers[0]?.['user-agent']).toContain('Wheelhouse');
  });

  it('knows no name where nothing is', async () => {
    const { url } = await serving(() => ({ body: { error: 'Unable to geocode' } }));
    expect(await geocoderFor(nominatim({ url })).reverse(brooklyn)).toEqual([null]);
  });

  it.each([
    ['fails', () => ({ status: 503, body: 'Service Unavailable' })],
    ['answers something else', () => ({ body: '<html>' })],
    ['answers another document', () => ({ body: { hello: 'world' } })],
    ['redirects', () => ({ status: 302, body: '' })],
    ['does not answer', () => 'silence' as const],
  ])('answers null when it %s', async (_, answer) => {
    const { url } = await serving(answer);
    const { reverse, warnings } = geocoderFor(nominatim({ url }), 100);
    expect(await reverse(brooklyn)).toEqual([null]);
    expect(warnings).toHaveLength(1);
  });
});
