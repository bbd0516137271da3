/** Which transactions had committed at one moment, as `pg_current_snapshot()` says it. */
export type Snapshot = { xmin: bigint; xmax: bigint; underWay: readonly bigint[] };

/** Before everything. */
export const beginning: Snapshot = { xmin: 1n, xmax: 1n, underWay: [] };

/** Reads a `pg_snapshot`: `xmin:xmax:xid,xid`. */
export function parseSnapshot(text: string): Snapshot {
  const [xmin = '', xmax = '', list = ''] = text.split(':');
  return { xmin: BigInt(xmin), xmax: BigInt(xmax), underWay: list === '' ? [] : list.split(',').map(BigInt) };
}

/** As PostgreSQL reads a `pg_snapshot`. */
export function snapshotSql({ xmin, xmax, underWay }: Snapshot): string {
  return `${xmin}:${xmax}:${underWay.join(',')}`;
}

/** Short text of a snapshot, made of letters, digits, `-` and `.`: differences in base 36. */
export function encodeSnapshot({ xmin, xmax, underWay }: Snapshot): string {
  let before = xmin;
  const steps = underWay.map((xid) => {
    const step = (xid - before).toString(36);
    before = xid;
    return step;
  });
  return [xmin.toString(36), (xmax - xmin).toString(36), ...(steps.length > 0 ? [steps.join('-')] : [])].join('.');
}

const form = /^[0-9a-z]{1,12}\.[0-9a-z]{1,12}(\.[0-9a-z]{1,12}(-[0-9a-z]{1,12})*)?$/;

/** The snapshot of a text, or undefined where it is none that PostgreSQL would take. */
export function decodeSnapshot(text: string): Snapshot | undefined {
  if (!form.test(text)) return undefined;
  const [xmin = 0n, width = 0n] = text.split('.', 2).map(fromBase36);
  const underWay: bigint[] = [];
  let xid = xmin;
  for (const step of text.split('.')[2]?.split('-') ?? []) {
    const next = xid + fromBase36(step);
    if (underWay.length > 0 && next === xid) return undefined;
    xid = next;
    underWay.push(xid);
  }
  const xmax = xmin + width;
  const isInside = underWay.length === 0 || xid < xmax;
  return isTransaction(xmin) && isTransaction(xmax) && isInside ? { xmin, xmax, underWay } : undefined;
}

/** Transactions have 63 bits, and none has zeros alone in its lower 32. */
function isTransaction(xid: bigint): boolean {
  return xid < 2n ** 63n && (xid & 0xffff_ffffn) !== 0n;
}

/** The number that digits in base 36 stand for; BigInt reads no such base. */
export function fromBase36(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
