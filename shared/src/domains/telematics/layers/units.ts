import { kmPerMile, metresPerFoot } from '../../../unit-factors.ts';

const toCelsius: Readonly<Record<string, (value: number) => number>> = {
  degC: (value) => value,
  degF: (value) => ((value - 32) * 5) / 9,
  K: (value) => value - 273.15,
};

const toKph: Readonly<Record<string, (value: number) => number>> = {
  'km_h-1': (value) => value,
  kph: (value) => value,
  'm_s-1': (value) => value * 3.6,
  mph: (value) => value * kmPerMile,
  kt: (value) => value * 1.852,
};

const toMetres: Readonly<Record<string, (value: number) => number>> = {
  m: (value) => value,
  km: (value) => value * 1000,
  mi: (value) => value * kmPerMile * 1000,
  ft: (value) => value * metresPerFoot,
};

/** Columns that are measured, and the units that each is read from; the first is its own. */
export const unitsOf = { temperatureC: toCelsius, windSpeedKph: toKph, visibilityM: toMetres } as const;

export type MeasuredColumn = keyof typeof unitsOf;

/**
 * A measurement in the unit of its column, or undefined for a unit that does not fit it. Units are written as the WMO's code
 * registry does (http://codes.wmo.int/common/unit), with or without the prefix that api.weather.gov puts before them: `wmoUnit:degC`,
 * `unit:m_s-1`. Rounded to a millionth: nothing that was measured is lost, and the same value always gives the same number.
 */
export function converted(column: MeasuredColumn, value: number, unitCode: string): number | undefined {
  const conversions = unitsOf[column];
  const unit = unitCode.replace(/^(wmoUnit|unit):/, '');
  const convert = Object.hasOwn(conversions, unit) ? conversions[unit] : undefined;
  return convert && Math.round(convert(value) * 1e6) / 1e6;
}
