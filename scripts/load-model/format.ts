/** Three digits that count, with k, M, G or T where they are many: 1.16 G. */
export function count(value: number): string {
  return scaled(value, 1_000, ['', ' k', ' M', ' G', ' T']);
}

/** Bytes in binary units. */
export function bytes(value: number): string {
  return scaled(value, 1_024, [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB']);
}

/** Dollars, two digits that count: the prices are not better known. */
export function dollars(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en-US', { maximumFractionDigits: 2 });
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let rest = value;
  let unit = 0;
  while (rest >= base * 0.9995 && unit < units.length - 1) {
    rest /= base;
    unit += 1;
  }
  return `${Number(rest.toPrecision(3))}${units[unit]}`;
}

/** A table of Markdown; figures stand to the right where a column has only those. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (rows.every((cells) => /^(\d|$)/.test(cells[column] ?? '')) ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
