import type { Tx } from '../../../db/scope.ts';
import { matchKeys } from '../understanding/index.ts';
import type { FoundField } from '../understanding/understanding.ts';
import type { Candidate } from './candidate.ts';

type Row = { id: string; name: string; similarity: number };

const vehicleName = `concat_ws(' ', v.vehicle_identifier, v.make, v.model, v.license_plate)`;

/** A VIN of which some characters were misread is near the right one; below this it is another vehicle's. */
const leastSimilarity = 0.55;

/** Vehicles by VIN, also one that was not read quite right, and by plate. */
export async function findVehicles(tx: Tx, fields: readonly FoundField[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const field of fields) {
    if (field.name === 'vin') found.push(...(await byVin(tx, field)));
    if (field.name === 'plate') found.push(...(await byPlate(tx, field)));
  }
  return found;
}

async function byVin(tx: Tx, field: FoundField): Promise<Candidate[]> {
  const vin = matchKeys.vin(field.value);
  const rows = await tx.query<Row>(
    `select v.id, ${vehicleName} as name, case when v.vin = $1 then 1 else similarity(v.vin, $1) end::float8 as similarity
     from vehicles v where v.vin = $1 or similarity(v.vin, $1) >= $2 order by similarity desc, v.id limit 3`,
    [vin, leastSimilarity],
  );
  // That the characters that were read belong to a vehicle of this fleet says more than how well they were read.
  return rows.map(({ id, name, similarity }) => ({
    kind: 'vehicle',
    id,
    name,
    confidence: similarity === 1 ? 0.98 : 0.8 * similarity,
    matchKey: `vin ${vin}`,
    evidence: [field.evidence],
  }));
}

async function byPlate(tx: Tx, field: FoundField): Promise<Candidate[]> {
  const plate = matchKeys.plate(field.value);
  if (plate.length < 3) return [];
  const rows = await tx.query<Omit<Row, 'similarity'>>(
    `select v.id, ${vehicleName} as name from vehicles v where regexp_replace(v.license_plate, '[^A-Z0-9]', '', 'g') = $1 order by v.id limit 3`,
    [plate],
  );
  // Plates are short, and the same one is issued in several states.
  const confidence = (rows.length === 1 ? 0.92 : 0.5) * (plate.length >= 5 ? 1 : 0.8);
  return rows.map(({ id, name }) => ({
    kind: 'vehicle',
    id,
    name,
    confidence,
    matchKey: `plate ${plate}`,
    evidence: [field.evidence],
  }));
}
