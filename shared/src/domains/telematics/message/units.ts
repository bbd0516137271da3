import { kmPerMile, litresPerUsGallon, metresPerFoot } from '../../../unit-factors.ts';

/** psi is lbf/in² with 1 lb = 0.45359237 kg, 1 in = 0.0254 m and standard gravity 9.80665 m/s² (NIST SP 811, appendix B). */
const kpaPerPsi = (0.45359237 * 9.80665) / 0.0254 ** 2 / 1_000;

// Conversions to the units that are stored, rounded to six decimals, which is finer than any sensor: 60 mph is 96.56064 km/h, not
// 96.56063999999999.
export const kmOfMiles = (miles: number) => rounded(miles * kmPerMile);
export const metresOfFeet = (feet: number) => rounded(feet * metresPerFoot);
export const litresOfUsGallons = (gallons: number) => rounded(gallons * litresPerUsGallon);
export const kpaOfPsi = (psi: number) => rounded(psi * kpaPerPsi);
export const celsiusOfFahrenheit = (fahrenheit: number) => rounded(((fahrenheit - 32) * 5) / 9);

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
