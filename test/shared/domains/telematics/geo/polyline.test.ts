import { decodePolyline, encodePolyline } from '@wheelhouse/shared/domains/telematics/geo/polyline.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('The encoded polyline', () => {
  it("is that of Google's documentation", () => {
    const line = [
      { latitude: 38.5, longitude: -120.2 },
      { latitude: 40.7, longitude: -120.95 },
      { latitude: 43.252, longitude: -126.453 },
    ];
    expect(encodePolyline(line)).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@');
    expect(decodePolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@')).toEqual(line);
    expect(encodePolyline([{ latitude: 0, longitude: -179.9832104 }])).toBe('?`~oia@');
  });

  it('of an empty line is an empty text', () => {
    expect(encodePolyline([])).toBe('');
    expect(decodePolyline('')).toEqual([]);
  });

  it('keeps every place to half a unit of the fifth decimal, over both poles and the antimeridian', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 50 }), (line) => {
        const kept = decodePolyline(encodePolyline(line));
        expect(kept).toHaveLength(line.length);
        for (const [index, { latitude, longitude }] of line.entries()) {
          expect(Math.abs(kept[index]!.latitude - latitude)).toBeLessThanOrEqual(0.5000001e-5);
          expect(Math.abs(kept[index]!.longitude - longitude)).toBeLessThanOrEqual(0.5000001e-5);
        }
      }),
    );
  });

  it('is the same again after it was decoded', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 50 }), (line) => {
        const text = encodePolyline(line);
        expect(encodePolyline(decodePolyline(text))).toBe(text);
      }),
    );
  });

  it.each(['_p~iF', '_p~iF~ps', '_p~iF ~ps|U', '~~~~~~~~~~~~', 'é?'])('refuses %s, which is none', (text) => {
    expect(() => decodePolyline(text)).toThrow(RangeError);
  });
});
