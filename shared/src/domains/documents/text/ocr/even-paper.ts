import { histogramOf, levelAt } from './histogram.ts';

const tilePx = 64;
/** Paper is the brighter part of a tile, even where letters stand close. */
const paperPercentile = 0.7;
/** A tile much darker than the page is a bar with light letters, not a shadow. */
const deepestShadow = 0.55;
/** Brighter than this part of the paper is paper: the grain of scanners and cameras goes. */
const white = 0.93;
/** As dark as this part of the paper is black. */
const leastBlack = 0.5;
const blackPercentile = 0.002;

/** Takes shadows and grain off the paper of a grey picture and makes its ink black, in place. */
export function evenPaper(grey: Uint8Array, width: number, height: number): void {
  const across = Math.ceil(width / tilePx);
  const down = Math.ceil(height / tilePx);
  const paper = paperOfTiles(grey, width, height, across, down);
  const ink = inkLevel(grey);
  for (let y = 0; y < height; y++) {
    const row = clamp((y + 0.5) / tilePx - 0.5, down - 1);
    const top = Math.floor(row) * across;
    const bottom = Math.min(Math.floor(row) + 1, down - 1) * across;
    const below = row - Math.floor(row);
    for (let x = 0; x < width; x++) {
      const column = clamp((x + 0.5) / tilePx - 0.5, across - 1);
      const left = Math.floor(column);
      const right = Math.min(left + 1, across - 1);
      const beside = column - left;
      const upper = paper[top + left]! * (1 - beside) + paper[top + right]! * beside;
      const lower = paper[bottom + left]! * (1 - beside) + paper[bottom + right]! * beside;
      const here = upper * (1 - below) + lower * below;
      const black = Math.min(ink, here * leastBlack);
      const level = (grey[y * width + x]! - black) / (here * white - black);
      grey[y * width + x] = level <= 0 ? 0 : level >= 1 ? 255 : level * 255;
    }
  }
}

function paperOfTiles(grey: Uint8Array, width: number, height: number, across: number, down: number): Float32Array {
  const paper = new Float32Array(across * down);
  for (let tile = 0; tile < paper.length; tile++) {
    const [left, top] = [(tile % across) * tilePx, Math.floor(tile / across) * tilePx];
    const histogram = new Uint32Array(256);
    let pixels = 0;
    for (let y = top; y < Math.min(top + tilePx, height); y++) {
      for (let x = left; x < Math.min(left + tilePx, width); x++, pixels++) histogram[grey[y * width + x]!]!++;
    }
    paper[tile] = Math.max(8, levelAt(histogram, pixels * paperPercentile));
  }
  const usual = paper.toSorted()[paper.length >> 1]!;
  return paper.map((level) => Math.max(level, usual * deepestShadow));
}

function inkLevel(grey: Uint8Array): number {
  return levelAt(histogramOf(grey), grey.length * blackPercentile);
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
