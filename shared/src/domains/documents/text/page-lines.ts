/** A piece of text as the file draws it. Lengths in points (1/72 inch), `y` (the baseline) growing downwards. */
export interface Fragment {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  horizontal: boolean;
  /** The file draws white space between the previous fragment and this one. */
  afterSpace: boolean;
  box: Rectangle;
}

/** Around what is drawn, in the same lengths. */
export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A line of text and where it stands. Cells of a table's row are parted by a tab. */
export interface Line {
  text: string;
  x: number;
  right: number;
  y: number;
  size: number;
  box: Rectangle;
}

/** No justified line of prose has gaps as wide, in parts of the text's size. */
const cellGap = 1.2;

/**
 * Lines in reading order. Fragments on one baseline are one line, from left to right, so that rows of a table stay together;
 * where a page is set in columns of prose each column is read to its end. Text that is not horizontal (stamps, margins)
 * comes last.
 */
export function pageLines(fragments: readonly Fragment[]): Line[] {
  const horizontal = fragments.filter((fragment) => fragment.horizontal);
  const turned = fragments.filter((fragment) => !fragment.horizontal);
  return [...inColumns(horizontal), ...turned.map((fragment) => toLine([fragment]))];
}

function inColumns(fragments: readonly Fragment[]): Line[] {
  const gutter = findGutter(fragments);
  if (gutter === undefined) return rows(fragments);
  const spanning = fragments.filter((fragment) => crosses(fragment, gutter)).sort((a, b) => a.y - b.y);
  const lines: Line[] = [];
  let top = -Infinity;
  for (const bottom of [...spanning.map((fragment) => fragment.y), Infinity]) {
    const zone = fragments.filter((fragment) => !crosses(fragment, gutter) && fragment.y > top && fragment.y <= bottom);
    lines.push(...inColumns(zone.filter((fragment) => fragment.x < gutter)));
    lines.push(...inColumns(zone.filter((fragment) => fragment.x >= gutter)));
    lines.push(...rows(spanning.filter((fragment) => fragment.y === bottom && bottom > top)));
    top = Math.max(top, bottom);
  }
  return lines;
}

/** The x that parts two columns of prose: at least four lines on each side, mostly as wide as their column, few across. */
function findGutter(fragments: readonly Fragment[]): number | undefined {
  const left = Math.min(...fragments.map((fragment) => fragment.x));
  const right = Math.max(...fragments.map((fragment) => fragment.x + fragment.width));
  const candidates = Array.from({ length: 61 }, (_, step) => left + (right - left) * (0.2 + step * 0.01));
  const crossings = candidates.map((x) => fragments.filter((fragment) => crosses(fragment, x)).length);
  const fewest = Math.min(...crossings);
  const first = crossings.indexOf(fewest);
  let last = first;
  while (crossings[last + 1] === fewest) last++;
  const gutter = (candidates[first]! + candidates[last]!) / 2;
  const beside = fragments.filter((fragment) => !crosses(fragment, gutter));
  const sides = [beside.filter((fragment) => fragment.x < gutter), beside.filter((fragment) => fragment.x >= gutter)];
  const parted = fewest * 4 <= fragments.length && sides.every(isProse);
  return parted ? gutter : undefined;
}

function isProse(side: readonly Fragment[]): boolean {
  const lines = rows(side);
  if (lines.length < 4) return false;
  const width = Math.max(...lines.map((line) => line.right)) - Math.min(...lines.map((line) => line.x));
  const wide = lines.filter((line) => line.right - line.x >= width * 0.6);
  return wide.length * 2 >= lines.length && width >= 12 * lines[0]!.size;
}

function crosses(fragment: Fragment, x: number): boolean {
  return fragment.x < x && fragment.x + fragment.width > x;
}

function rows(fragments: readonly Fragment[]): Line[] {
  const byBaseline = [...fragments].sort((a, b) => a.y - b.y);
  const groups: Fragment[][] = [];
  for (const fragment of byBaseline) {
    const row = groups.at(-1);
    const previous = row?.at(-1);
    if (row && previous && fragment.y - previous.y < 0.4 * Math.min(fragment.size, previous.size)) row.push(fragment);
    else groups.push([fragment]);
  }
  return groups.map(toLine);
}

function toLine(row: readonly Fragment[]): Line {
  const fragments = [...row].sort((a, b) => a.x - b.x);
  let text = '';
  let end = Infinity;
  for (const fragment of fragments) {
    const gap = fragment.x - end;
    const apart = fragment.afterSpace || gap > 0.15 * fragment.size;
    const separator = gap > cellGap * fragment.size ? '\t' : apart ? ' ' : '';
    text += (text === '' ? '' : separator) + fragment.text.replace(/\s+/g, wideAsCells);
    end = fragment.x + fragment.width;
  }
  return {
    text: text
      .replace(/ *\t\s*/g, '\t')
      .replace(/ +/g, ' ')
      .trim(),
    x: fragments[0]!.x,
    right: Math.max(...fragments.map((fragment) => fragment.x + fragment.width)),
    y: fragments[0]!.y,
    size: Math.max(...fragments.map((fragment) => fragment.size)),
    box: around(fragments.map((fragment) => fragment.box)),
  };
}

/** Tables set with a typewriter's spaces. */
function wideAsCells(space: string): string {
  return space.length >= 3 ? '\t' : ' ';
}

export function around(boxes: readonly Rectangle[]): Rectangle {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}
