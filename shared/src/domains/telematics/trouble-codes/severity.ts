import type { severities } from '../fold/derived.ts';

type Severity = (typeof severities)[number];

/** First and last code of a range; the first range that holds a code counts. */
type Rule = readonly [first: string, last: string, severity: Severity];

/**
 * By what fails, not by the standard, which knows no severity. Severe: it stops the vehicle, endangers people or ruins the engine
 * or the catalyst soon. Minor: comfort, displays, evaporative emissions, what helps an engine to start.
 */
const rules: readonly Rule[] = [
  ['B0000', 'B00FF', 'severe'], // restraints
  ['B0000', 'B3FFF', 'minor'],
  ['C0000', 'C3FFF', 'severe'], // brakes, steering, stability
  ['P0068', 'P0068', 'severe'], // throttle
  ['P0087', 'P0088', 'severe'], // fuel rail pressure
  ['P0093', 'P0093', 'severe'], // large fuel leak
  ['P0215', 'P0219', 'severe'], // shutoff, timing, overheating, overspeed
  ['P0298', 'P0298', 'severe'], // oil overheated
  ['P0300', 'P0314', 'severe'], // misfire
  ['P0316', 'P0316', 'severe'],
  ['P0335', 'P0336', 'severe'], // crankshaft position
  ['P0380', 'P0382', 'minor'], // glow plugs
  ['P0440', 'P0469', 'minor'], // evaporative emissions, fuel gauge
  ['P0496', 'P0499', 'minor'],
  ['P0520', 'P0524', 'severe'], // oil pressure
  ['P0530', 'P0539', 'minor'], // air conditioning
  ['P0550', 'P0559', 'severe'], // power steering, brake booster
  ['P0564', 'P0570', 'minor'], // cruise control
  ['P0571', 'P0573', 'severe'], // brake switch
  ['P0574', 'P0580', 'minor'],
  ['P0624', 'P0624', 'minor'],
  ['P0635', 'P0639', 'severe'], // power steering, throttle actuator
  ['P0645', 'P0650', 'minor'], // air conditioning, lamps
  ['P0655', 'P0656', 'minor'],
  ['P0671', 'P0682', 'minor'],
  ['P0A00', 'P0CFF', 'severe'], // electric drive
  ['P2100', 'P2119', 'severe'], // throttle actuator
  ['P2135', 'P2140', 'severe'],
  ['U0100', 'U0101', 'severe'], // engine and transmission
  ['U0121', 'U0122', 'severe'], // brakes, stability
  ['U0126', 'U0126', 'severe'],
  ['U0128', 'U0131', 'severe'],
  ['U0151', 'U0154', 'severe'], // restraints
  ['U0155', 'U0200', 'minor'],
];

export function severityOf(base: string): Severity {
  return rules.find(([first, last]) => base >= first && base <= last)?.[2] ?? 'moderate';
}
