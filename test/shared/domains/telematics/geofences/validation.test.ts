import { telematicsDomain } from '@wheelhouse/shared/domains/telematics/index.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, principalOf, testApi } from '../../../../harness/index.ts';

async function drawer() {
  const call = testApi([telematicsDomain]).client(principalOf(await newTenant()));
  return { call, draw: (values: object) => call('POST', '/v1/geofences', { name: 'Fence', ...values }) };
}

const square = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const polygon = (...coordinates: unknown[]) => ({ type: 'polygon', coordinates });
const circle = { type: 'circle', centerLatitude: 6.5, centerLongitude: 3.4, radiusM: 100 };

describe('A fence is refused, with what is wrong and where,', () => {
  const wrong: [string, object, string, RegExp][] = [
    [
      'a ring of two positions',
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      'coordinates[0]',
      /Has 3 positions; a ring has at least 4/,
    ],
    [
      'a ring that is open',
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
      'coordinates[0][3]',
      /not closed: it begins at \[0, 0\] and ends at \[0, 1\]/,
    ],
    [
      'a ring that crosses itself',
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
      'coordinates[0][0]',
      /line from position 0 to 1 meets the line from position 2 to 3/,
    ],
    [
      'a ring that touches itself',
      polygon([
        [0, 0],
        [2, 0],
        [2, 2],
        [1, 0],
        [0, 2],
        [0, 0],
      ]),
      'coordinates[0][0]',
      /Crosses itself/,
    ],
    [
      'a line there and back',
      polygon([
        [0, 0],
        [1, 0],
        [2, 0],
        [1, 0],
        [0, 0],
      ]),
      'coordinates[0][0]',
      /Crosses itself/,
    ],
    [
      'one place many times',
      polygon([
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
      'coordinates[0]',
      /no area/,
    ],
    [
      'a latitude beyond the pole',
      polygon([
        [0, 0],
        [1, 91],
        [1, 1],
        [0, 0],
      ]),
      'coordinates[0][1]',
      /Latitude 91 is not between -90 and 90. Longitude comes first/,
    ],
    [
      'a longitude beyond the antimeridian',
      polygon([
        [0, 0],
        [181, 1],
        [1, 1],
        [0, 0],
      ]),
      'coordinates[0][1]',
      /Longitude 181/,
    ],
    [
      'a position that is none',
      polygon([
        [0, 0],
        ['1', 1],
        [1, 1],
        [0, 0],
      ]),
      'coordinates[0][1]',
      /Is no position/,
    ],
    ['no ring', polygon(), 'coordinates', /Holds no ring/],
    [
      'a ring around the pole',
      polygon([
        [0, 80],
        [90, 80],
        [179, 80],
        [-90, 80],
        [0, 80],
      ]),
      'coordinates[0]',
      /Goes round a pole/,
    ],
    [
      'a line half around the world',
      polygon([
        [0, 0],
        [180, 0],
        [90, 40],
        [0, 0],
      ]),
      'coordinates[0][1]',
      /half of the world/,
    ],
    ['a hole outside', polygon(square(0, 0, 4), square(5, 5, 1)), 'coordinates[1]', /outside of the outer ring/],
    ['a hole across the border', polygon(square(0, 0, 4), square(3, 3, 2)), 'coordinates[1][0]', /Touches another ring/],
    ['a hole in a hole', polygon(square(0, 0, 9), square(1, 1, 7), square(2, 2, 2)), 'coordinates[2]', /lies in hole 1/],
    [
      'more corners than can be watched',
      polygon(Array.from({ length: 5_001 }, (_, i) => [i / 1e4, 0])),
      'coordinates',
      /5001 positions, at most 5000/,
    ],
    [
      'a rectangle upside down',
      { type: 'rectangle', coordinates: [0, 2, 1, 1] },
      'coordinates[1]',
      /South 2 is not below north 1/,
    ],
    ['a rectangle without width', { type: 'rectangle', coordinates: [1, 0, 1, 1] }, 'coordinates[2]', /wide/],
    ['a rectangle out of the world', { type: 'rectangle', coordinates: [0, 0, 190, 1] }, 'coordinates[2]', /Longitude 190/],
    ['a rectangle of rings', { ...polygon(square(0, 0, 1)), type: 'rectangle' }, 'coordinates', /four numbers/],
    ['a polygon of four numbers', polygon(0, 0, 1, 1), 'coordinates', /rings of positions/],
    [
      'a circle without radius',
      { ...circle, radiusM: undefined },
      'type',
      /A circle has centerLatitude, centerLongitude and radiusM/,
    ],
    ['a circle with corners', { ...circle, coordinates: [square(0, 0, 1)] }, 'type', /no coordinates/],
    ['a polygon with a radius', { ...polygon(square(0, 0, 1)), radiusM: 5 }, 'type', /A polygon has coordinates, and no/],
    ['a radius of half the world', { ...circle, radiusM: 2e7 }, 'radiusM', /1000000/],
    ['an alert on dwelling without its time', { ...circle, alertOnDwell: true }, 'dwellMinutes', /needs dwellMinutes/],
    [
      'a schedule without days',
      { ...circle, schedule: { timezone: 'Africa/Lagos', hours: {} } },
      'schedule.hours',
      /at least one day/,
    ],
    [
      'a schedule in no time zone',
      { ...circle, schedule: { timezone: '+01:00', hours: { monday: { open: '08:00', close: '9:00' } } } },
      'schedule.timezone',
      /time zone/,
    ],
  ];

  it.each(wrong)('for %s', async (_, values, path, message) => {
    const { draw } = await drawer();
    const { status, body } = await draw(values);
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    expect(body.errors[0].message).toMatch(message);
  });
});

describe('A fence is accepted', () => {
  const right: [string, object][] = [
    ['with holes that turn as its border does', polygon(square(0, 0, 9), square(1, 1, 2), square(5, 5, 2).toReversed())],
    [
      'across the antimeridian',
      polygon([
        [179, 0],
        [-179, 0],
        [-179, 1],
        [179, 1],
        [179, 0],
      ]),
    ],
    [
      'with altitudes, and with a position twice',
      polygon([
        [0, 0, 12],
        [1, 0, 12],
        [1, 0, 12],
        [1, 1, 12],
        [0, 0, 12],
      ]),
    ],
    [
      'up to the pole',
      polygon([
        [170, 80],
        [-170, 80],
        [-170, 90],
        [170, 90],
        [170, 80],
      ]),
    ],
    [
      'with a schedule',
      {
        ...circle,
        alertOnEntry: true,
        schedule: { timezone: 'Africa/Lagos', hours: { monday: { open: '22:00', close: '06:00' } } },
      },
    ],
    [
      'of 5,000 positions',
      polygon([...Array.from({ length: 4_999 }, (_, i) => [Math.cos(i * 0.001256), Math.sin(i * 0.001256)]), [1, 0]]),
    ],
  ];

  it.each(right)('%s', async (_, values) => {
    const { draw } = await drawer();
    const { status, body } = await draw(values);
    expect(body).toMatchObject(values);
    expect(status).toBe(201);
  });

  it('many in one batch, and refused as one when one is wrong', async () => {
    const { call } = await drawer();
    const batch = (values: object[]) =>
      call('POST', '/v1/geofences:batch', { create: values.map((one) => ({ name: 'Fence', ...one })) });
    expect((await batch(Array.from({ length: 100 }, () => circle))).body.created).toHaveLength(100);
    const refused = await batch([
      circle,
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
    ]);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'create[1].coordinates[0][0]' }] } });
    expect((await call('GET', '/v1/geofences?limit=200')).body.data).toHaveLength(100);
  });
});

it('A change is judged together with what stays', async () => {
  const { call, draw } = await drawer();
  const { id } = (await draw(circle)).body;
  const change = (values: object) => call('PATCH', `/v1/geofences/${id}`, values, { 'If-Match': '*' });
  expect(await change({ type: 'polygon' })).toMatchObject({ status: 422, body: { errors: [{ path: 'type' }] } });
  expect(await change({ alertOnDwell: true })).toMatchObject({ status: 422, body: { errors: [{ path: 'dwellMinutes' }] } });
  const redrawn = { ...polygon(square(0, 0, 1)), centerLatitude: null, centerLongitude: null, radiusM: null };
  expect(await change(redrawn)).toMatchObject({ status: 200, body: { type: 'polygon' } });
});
