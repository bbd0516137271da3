import type { Tx } from '../../../db/scope.ts';
import { matchKeys } from '../understanding/index.ts';
import type { FoundField } from '../understanding/understanding.ts';
import type { Candidate } from './candidate.ts';

type Row = { id: string; name: string; similarity: number };

const driverName = `u.first_name || ' ' || u.last_name`;

/** Drivers by the number of their licence and by name. */
export async function findDrivers(tx: Tx, fields: readonly FoundField[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const field of fields) {
    if (field.name === 'licenceNumber') found.push(...(await byLicence(tx, field)));
    if (field.name === 'personName') found.push(...(await byName(tx, field)));
  }
  return found;
}

async function byLicence(tx: Tx, field: FoundField): Promise<Candidate[]> {
  const licence = matchKeys.licence(field.value);
  if (licence.length < 4) return [];
  const rows = await tx.query<Omit<Row, 'similarity'>>(
    `select d.id, ${driverName} as name from drivers d join users u on u.id = d.user_id
     where regexp_replace(upper(d.license_number), '[^A-Z0-9]', '', 'g') = $1 order by d.id limit 2`,
    [licence],
  );
  const confidence = rows.length === 1 ? 0.97 : 0.5;
  return rows.map(({ id, name }) => ({
    kind: 'driver',
    id,
    name,
    confidence,
    matchKey: `licence ${licence}`,
    evidence: [field.evidence],
  }));
}

async function byName(tx: Tx, field: FoundField): Promise<Candidate[]> {
  const key = matchKeys.name(field.value);
  if (key.length < 4) return [];
  // Licences say the surname first; trigrams of words do not mind.
  const rows = await tx.query<Row>(
    `select * from (
       select d.id, ${driverName} as name, similarity(${driverName}, $1)::float8 as similarity from drivers d join users u on u.id = d.user_id
     ) one where similarity >= 0.5 order by similarity desc, id limit 3`,
    [key],
  );
  const [first, second] = rows;
  const rival = first !== undefined && second !== undefined && second.similarity > first.similarity - 0.1;
  return rows.map(({ id, name, similarity }) => ({
    kind: 'driver',
    id,
    name,
    // People share names: never enough by itself to link without being asked, at the usual setting.
    confidence: (rival ? 0.5 : 0.85) * similarity,
    matchKey: `name ${key}`,
    evidence: [field.evidence],
  }));
}
