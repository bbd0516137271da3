import { StandardFontEmbedder, StandardFonts } from 'pdf-lib';

export type Face = 'sans' | 'serif' | 'mono';
export type Style = { size?: number; face?: Face; bold?: boolean; colour?: string };
export type Align = 'left' | 'right' | 'centre';

/** What stands on a page. Points of 1/72 inch from the upper left corner; `y` of a text is its baseline. */
export type Mark =
  | { kind: 'text'; x: number; y: number; text: string; width: number; style: Required<Style> }
  | { kind: 'box'; x: number; y: number; width: number; height: number; fill?: string; stroke?: string; weight: number };

/** Title, width, and where the text stands in it. */
export type Column = readonly [title: string, width: number, align?: Align];

type TableOptions = Style & { row?: number; rules?: 'none' | 'rows' | 'grid'; headFill?: string; headColour?: string };

const standardFonts: Record<Face, [StandardFonts, StandardFonts]> = {
  sans: [StandardFonts.Helvetica, StandardFonts.HelveticaBold],
  serif: [StandardFonts.TimesRoman, StandardFonts.TimesRomanBold],
  mono: [StandardFonts.Courier, StandardFonts.CourierBold],
};

export function standardFont({ face, bold }: Pick<Required<Style>, 'face' | 'bold'>): StandardFonts {
  return standardFonts[face][bold ? 1 : 0];
}

const embedders = new Map<StandardFonts, StandardFontEmbedder>();

function widthOf(text: string, style: Required<Style>): number {
  const font = standardFont(style);
  if (!embedders.has(font)) embedders.set(font, StandardFontEmbedder.for(font as never));
  return embedders.get(font)!.widthOfTextAtSize(text, style.size);
}

/** Sheets of paper that are drawn on in the words of a layout. It knows neither PDF nor pictures: see `to-pdf.ts`, `to-picture.ts`. */
export class Paper {
  readonly pages: Mark[][] = [[]];
  readonly width: number;
  readonly height: number;
  readonly #base: Required<Style>;

  constructor(width: number, height: number, base: Style = {}) {
    this.width = width;
    this.height = height;
    this.#base = { size: 9.5, face: 'sans', bold: false, colour: '#111111', ...base };
  }

  turn(): void {
    this.pages.push([]);
  }

  text(x: number, y: number, text: string, style: Style = {}, align: Align = 'left'): void {
    if (text === '') return;
    const whole = { ...this.#base, ...style };
    const width = widthOf(text, whole);
    const left = align === 'right' ? x - width : align === 'centre' ? x - width / 2 : x;
    this.#mark({ kind: 'text', x: left, y, text, width, style: whole });
  }

  right(x: number, y: number, text: string, style?: Style): void {
    this.text(x, y, text, style, 'right');
  }

  centre(x: number, y: number, text: string, style?: Style): void {
    this.text(x, y, text, style, 'centre');
  }

  box(x: number, y: number, width: number, height: number, look: { fill?: string; stroke?: string; weight?: number } = {}): void {
    const stroke = look.stroke ?? (look.fill ? undefined : '#222222');
    const { fill, weight = 0.7 } = look;
    this.#mark({ kind: 'box', x, y, width, height, weight, ...(fill && { fill }), ...(stroke && { stroke }) });
  }

  rule(x: number, y: number, to: number, weight = 0.7): void {
    this.box(x, y - weight / 2, to - x, weight, { fill: '#222222' });
  }

  /** Each text on a line of its own; empty ones leave a gap. Returns where the next line would stand. */
  lines(x: number, y: number, texts: readonly string[], style: Style = {}, align: Align = 'left'): number {
    const leading = (style.size ?? this.#base.size) * 1.3;
    for (const [index, text] of texts.entries()) this.text(x, y + index * leading, text, style, align);
    return y + texts.length * leading;
  }

  /** A paragraph, broken at words to fit the width. Returns where the next line would stand. */
  prose(x: number, y: number, width: number, text: string, style: Style = {}): number {
    return this.lines(x, y, this.broken(text, width, style), style);
  }

  broken(text: string, width: number, style: Style = {}): string[] {
    const whole = { ...this.#base, ...style };
    const lines: string[] = [];
    for (const word of text.split(' ')) {
      const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
      if (lines.length > 0 && widthOf(longer, whole) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  /** Labels with their values to the right of them. */
  pairs(x: number, y: number, labelWidth: number, pairs: readonly (readonly [string, string])[], style: Style = {}): number {
    const leading = (style.size ?? this.#base.size) * 1.5;
    for (const [index, [label, value]] of pairs.entries()) {
      this.text(x, y + index * leading, label, { ...style, bold: !style.bold });
      this.text(x + labelWidth, y + index * leading, value, style);
    }
    return y + pairs.length * leading;
  }

  /** A cell of a form: a small label and its value below, in a frame. */
  cell(x: number, y: number, width: number, height: number, label: string, value: string, style: Style = {}): void {
    this.box(x, y, width, height);
    this.text(x + 3, y + 8, label, { size: 6.5 });
    this.text(x + 4, y + height - 5, value, style);
  }

  /** A row of cells, as wide as they say. */
  cells(x: number, y: number, height: number, cells: readonly (readonly [number, string, string])[], style: Style = {}): number {
    let left = x;
    for (const [width, label, value] of cells) {
      this.cell(left, y, width, height, label, value, style);
      left += width;
    }
    return y + height;
  }

  /** Rows under their titles; a text too wide for its column goes on below. Returns where the next row would stand. */
  table(
    x: number,
    y: number,
    columns: readonly Column[],
    rows: readonly (readonly string[])[],
    options: TableOptions = {},
  ): number {
    const { row = 15, rules = 'rows', headFill, headColour, ...style } = options;
    const total = columns.reduce((sum, [, width]) => sum + width, 0);
    const leading = (style.size ?? this.#base.size) * 1.2;
    if (headFill) this.box(x, y - row * 0.72, total, row, { fill: headFill });
    this.#row(
      x,
      y,
      columns,
      columns.map(([title]) => [title]),
      leading,
      { ...style, bold: true, ...(headColour && { colour: headColour }) },
    );
    if (rules !== 'none') this.rule(x, y + row * 0.28, x + total);
    let top = y + row;
    for (const cells of rows) {
      const broken = columns.map(([, width], index) => this.broken(cells[index] ?? '', width - 6, style));
      this.#row(x, top, columns, broken, leading, style);
      const height = row + (Math.max(...broken.map((lines) => lines.length)) - 1) * leading;
      if (rules !== 'none') this.rule(x, top + height - row * 0.72, x + total, 0.3);
      top += height;
    }
    if (rules === 'grid') this.#grid(x, y - row * 0.72, columns, top - y);
    return top;
  }

  #row(
    x: number,
    y: number,
    columns: readonly Column[],
    cells: readonly (readonly string[])[],
    leading: number,
    style: Style,
  ): void {
    let left = x;
    for (const [index, [, width, align = 'left']] of columns.entries()) {
      const at = align === 'right' ? left + width - 3 : align === 'centre' ? left + width / 2 : left + 3;
      for (const [line, text] of cells[index]!.entries()) this.text(at, y + line * leading, text, style, align);
      left += width;
    }
  }

  #grid(x: number, y: number, columns: readonly Column[], height: number): void {
    let left = x;
    for (const [, width] of columns) {
      this.box(left, y, width, height, { weight: 0.4 });
      left += width;
    }
  }

  #mark(mark: Mark): void {
    this.pages.at(-1)!.push(mark);
  }
}

/** US letter. */
export const letter = (base?: Style) => new Paper(612, 792, base);
/** ISO 216. */
export const a4 = (base?: Style) => new Paper(595, 842, base);
