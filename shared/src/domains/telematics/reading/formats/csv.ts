import type { TrackPoint } from '../track.ts';
import type { Format } from './format.ts';

const columns = [
  'recordedAt',
  'latitude',
  'longitude',
  'altitudeM',
  'speedKph',
  'headingDeg',
  'accuracyM',
  'odometerKm',
  'source',
  'deviceId',
] as const;

/** CSV (RFC 4180): one line a position. */
export const csv: Format = {
  mediaType: 'text/csv',
  extension: 'csv',
  async *write(_info, pages) {
    yield `${columns.join(',')}\r\n`;
    for await (const page of pages) yield page.map(lineOf).join('');
  },
};

function lineOf(point: TrackPoint): string {
  const cells = { ...point, recordedAt: new Date(point.recordedMs).toISOString() };
  return `${columns.map((column) => cellOf(cells[column])).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : csvText(value);
}

/**
 * Text as a cell. A spreadsheet would take text that begins like a formula for one and run it; with an apostrophe in front it shows it
 * (OWASP, CSV injection).
 */
export function csvText(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
