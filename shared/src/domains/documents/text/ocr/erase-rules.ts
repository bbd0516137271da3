const darkLevel = 205;
/** Along a row of letters, stems are met as often as thin strokes; along a rule few letters are. */
const leastThin = 0.75;
/** No stroke of a letter in the sizes of body text is as long, in parts of the picture's longer side. */
const leastLength = 1 / 30;
/** Strokes of letters as long as a rule are thicker, in parts of the picture's longer side. */
const mostThickness = 1 / 300;

/**
 * Takes the rules of tables and forms out of a grey picture, in place: what stands in a grid is otherwise taken for a drawing. Rules may
 * be slightly askew. Where a letter touches a rule its pixels stay.
 */
export function eraseRules(grey: Uint8Array, width: number, height: number): void {
  const dark = Uint8Array.from(grey, (level) => (level < darkLevel ? 1 : 0));
  const longer = Math.max(width, height);
  const length = Math.max(30, Math.round(longer * leastLength));
  const thickness = Math.max(4, Math.round(longer * mostThickness));
  eraseAlong({ grey, dark, lines: height, steps: width, lineStride: width, stepStride: 1 }, length, thickness);
  eraseAlong({ grey, dark, lines: width, steps: height, lineStride: 1, stepStride: width }, length, thickness);
}

type Direction = {
  grey: Uint8Array;
  dark: Uint8Array;
  /** Rows, seen from left to right; columns, seen from top to bottom. */
  lines: number;
  steps: number;
  lineStride: number;
  stepStride: number;
};

function eraseAlong(direction: Direction, length: number, thickness: number): void {
  const { dark, lines, steps, lineStride, stepStride } = direction;
  for (let line = 1; line < lines - 1; line++) {
    let start = 0;
    for (let step = 0; step <= steps; step++) {
      const at = line * lineStride + step * stepStride;
      // A rule that is askew goes on in the next line.
      if (step < steps && (dark[at] || dark[at - lineStride] || dark[at + lineStride])) continue;
      if (step - start >= length) eraseRun(direction, line, start, step, thickness);
      start = step + 1;
    }
  }
}

function eraseRun(direction: Direction, line: number, from: number, to: number, thickness: number): void {
  const { grey, lines, lineStride, stepStride } = direction;
  const thin: { at: number; above: number; below: number }[] = [];
  for (let step = from; step < to; step++) {
    const at = line * lineStride + step * stepStride;
    const above = darkBeside(direction, at, line, -1, thickness);
    const below = darkBeside(direction, at, line, 1, thickness);
    if (above + below + 1 <= thickness) thin.push({ at, above, below });
  }
  if (thin.length < leastThin * (to - from)) return;
  for (const { at, above, below } of thin) {
    // With the grey edges that printing and scanning leave.
    for (let beside = -above - 1; beside <= below + 1; beside++) {
      if (line + beside >= 0 && line + beside < lines) grey[at + beside * lineStride] = 255;
    }
  }
}

/** How many pixels on one side of a pixel are dark, counted as far as matters. */
function darkBeside({ dark, lines, lineStride }: Direction, at: number, line: number, side: 1 | -1, most: number): number {
  let count = 0;
  while (count <= most) {
    const next = line + side * (count + 1);
    if (next < 0 || next >= lines || !dark[at + side * (count + 1) * lineStride]) break;
    count++;
  }
  return count;
}
