/** Factors that are exact by definition (NIST SP 811, appendix B; imperial gallon: Units of Measurement Regulations 1995). */
export const kmPerMile = 1.609344;
export const metresPerFoot = 0.3048;
export const litresPerUsGallon = 3.785411784;
export const litresPerImperialGallon = 4.54609;
