import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on a free port that answers each request with what `answer` gives, and keeps what it was asked. */
export async function serve(answer: (request: IncomingMessage) => { status?: number; body: unknown } | 'silence') {
  const asked: URL[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', 'http://localhost'));
    headers.push(request.headers);
    const given = answer(request);
    if (given === 'silence') return;
    response.writeHead(given.status ?? 200, { 'content-type': 'application/json' });
    response.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url, asked, headers, close };
}

/** An answer as Google's Geocoding API gives it, shortened. */
export const googleAnswer = {
  plus_code: { compound_code: 'P27Q+MC New York, NY, USA', global_code: '87G8P27Q+MC' },
  results: [
    {
      address_components: [{ long_name: '277', short_name: '277', types: ['street_number'] }],
      formatted_address: '277 Bedford Ave, Brooklyn, NY 11211, USA',
      geometry: { location: { lat: 40.714232, lng: -73.9612889 }, location_type: 'ROOFTOP' },
      place_id: 'ChIJd8BlQ2BZwokRAFUEcm_qrcA',
      types: ['street_address'],
    },
    { formatted_address: 'Williamsburg, Brooklyn, NY, USA', place_id: 'x', types: ['neighborhood'] },
  ],
  status: 'OK',
};

/** An answer as Nominatim gives it with format=jsonv2, shortened. */
export const nominatimAnswer = {
  place_id: 115577089,
  licence: 'Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright',
  osm_type: 'way',
  osm_id: 280940520,
  lat: '-34.4391708',
  lon: '-58.7064573',
  category: 'highway',
  type: 'motorway',
  place_rank: 26,
  importance: 0.0533,
  addresstype: 'road',
  name: 'Autopista Pedro Eugenio Aramburu',
  display_name:
    'Autopista Pedro Eugenio Aramburu, El Triángulo, Partido de Malvinas Argentinas, Buenos Aires, B1619AGS, Argentina',
  address: { road: 'Autopista Pedro Eugenio Aramburu', country: 'Argentina', country_code: 'ar' },
  boundingbox: ['-34.44159', '-34.43700', '-58.70864', '-58.70456'],
};
