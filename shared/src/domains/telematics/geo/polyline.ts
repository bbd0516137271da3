import type { Place } from './haversine.ts';

const unitsPerDegree = 1e5;

/**
 * Encodes a line as Google's polyline of precision 5 (1.1 m): differences from point to point, in groups of five bits, as printable
 * ASCII (https://developers.google.com/maps/documentation/utilities/polylinealgorithm). Degrees; an empty line is an empty text.
 */
export function encodePolyline(line: readonly Place[]): string {
  let text = '';
  let latitude = 0;
  let longitude = 0;
  for (const place of line) {
    const nextLatitude = rounded(place.latitude);
    const nextLongitude = rounded(place.longitude);
    text += encoded(nextLatitude - latitude) + encoded(nextLongitude - longitude);
    latitude = nextLatitude;
    longitude = nextLongitude;
  }
  return text;
}

/**
 * Decodes Google's polyline of precision 5 into degrees.
 *
 * @throws RangeError for a text that is no such polyline: a character outside of the alphabet, or an end within a point
 */
export function decodePolyline(text: string): Place[] {
  const line: Place[] = [];
  let latitude = 0;
  let longitude = 0;
  let at = 0;
  const difference = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const code = text.charCodeAt(at) - 63;
      if (!(code >= 0 && code < 64) || shift > 30) throw new RangeError(`No polyline of precision 5: broken at character ${at}.`);
      at += 1;
      value += (code & 31) * 2 ** shift;
      if (code < 32) return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
    }
  };
  while (at < text.length) {
    latitude += difference();
    longitude += difference();
    line.push({ latitude: latitude / unitsPerDegree, longitude: longitude / unitsPerDegree });
  }
  return line;
}

/** Half away from zero, as the format asks, so that a mirrored line has the mirrored code. */
function rounded(degrees: number): number {
  return Math.sign(degrees) * Math.round(Math.abs(degrees) * unitsPerDegree);
}

function encoded(difference: number): string {
  let value = difference < 0 ? -2 * difference - 1 : 2 * difference;
  let text = '';
  while (value >= 32) {
    text += String.fromCharCode((value % 32) + 32 + 63);
    value = Math.floor(value / 32);
  }
  return text + String.fromCharCode(value + 63);
}
