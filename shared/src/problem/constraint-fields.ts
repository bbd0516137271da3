/** The members of a server's error report that we read; `pg` calls the class DatabaseError. */
export type PostgresError = Error & {
  code: string;
  detail?: string;
  table?: string;
  column?: string;
  constraint?: string;
};

/** The columns of a constraint, in the database's names and without `tenant_id`; undefined where it is not known. */
export type ConstraintColumns = (table: string, constraint: string) => readonly string[] | undefined;

/** `license_plate` is `licensePlate`: the database's name in the interface's spelling. */
export function fieldName(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The key in the report's detail, `Key (tenant_id, license_plate)=(7, X 1) already exists.`, without the tenant. */
export function keyOf({ detail }: PostgresError): { columns: string[]; values: string[] } {
  const match = /^Key \((.+?)\)=\((.*)\) (?:already exists|is not present|is still referenced|conflicts)/s.exec(detail ?? '');
  const columns = match?.[1]?.split(', ') ?? [];
  const values = match?.[2]?.split(', ') ?? [];
  // A value with a comma in it cannot be told from two values, and an expression is no field.
  const readable = columns.length === values.length && columns.every((column) => /^\w+$/.test(column));
  if (!readable) return { columns: [], values: [] };
  const kept = columns.map((_, index) => index).filter((index) => columns[index] !== 'tenant_id');
  return { columns: kept.map((index) => columns[index]!), values: kept.map((index) => values[index]!) };
}

/** The table that a reference should have led to. */
export function referencedTable({ detail }: PostgresError): string | undefined {
  return /is not present in table "(.+?)"/.exec(detail ?? '')?.[1];
}

/** The fields that a constraint is about: from the report, else from the declaration, else from the constraint's name. */
export function constraintFields(cause: PostgresError, columnsOf?: ConstraintColumns): string[] {
  const reported = keyOf(cause).columns;
  if (reported.length > 0) return reported.map(fieldName);
  const declared = columnsOf?.(cause.table ?? '', cause.constraint ?? '');
  if (declared) return declared.filter((column) => column !== 'tenant_id').map(fieldName);
  return cause.constraint ? [constraintRule(cause)] : [];
}

const suffix = /_(pkey|pk|key|unique|uniq|uq|idx|index|fkey|fk|check|chk|ck|excl)\d*$/;

/**
 * What remains of a constraint's name without the table, the tenant and the kind: `vehicles_tenant_id_license_plate_key` is
 * `licensePlate`. Reads the names that PostgreSQL gives and those that drizzle gives
 * (`vehicles_tenant_id_depot_id_depots_tenant_id_id_fk`).
 */
export function constraintRule(cause: PostgresError): string {
  let name = (cause.constraint ?? '').replace(suffix, '');
  if (cause.table && name.startsWith(`${cause.table}_`)) name = name.slice(cause.table.length + 1);
  const target = referencedTable(cause);
  const end = target ? name.lastIndexOf(`_${target}_`) : -1;
  if (end > 0) name = name.slice(0, end);
  return fieldName(name.replace(/^tenant_id_/, ''));
}
