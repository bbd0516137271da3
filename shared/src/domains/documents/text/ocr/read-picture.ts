import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { PageText } from '../open-document.ts';
import { pageLines } from '../page-lines.ts';
import { bodyTextSize, headingOf, joinLines } from '../page-text.ts';
import { percentBoxes } from '../percent-boxes.ts';
import { greyPicture } from './grey-picture.ts';
import { type Recognized, recognizedLines } from './recognized-lines.ts';
import { recognize } from './recognizer.ts';

const sureEnough = 0.7;
const smallLinePx = 20;
const goodLinePx = 36;
const mostPixels = 12_000_000;
/** No letter is lower, and the program that reads stumbles over strips of a pixel. */
const leastSidePx = 8;
const probeSidePx = 1400;
/** Headings read from a picture: their size is measured, not known. */
const headingRatio = 1.4;

type Attempt = Recognized & { width: number; height: number };
export type PictureText = Pick<PageText, 'text' | 'heading' | 'source' | 'lines' | 'ocrConfidence'>;

const nothing: PictureText = { text: '', source: 'none', lines: [], ocrConfidence: null };

/**
 * The text in a picture. Where little of it can be read with confidence the picture is tried turned by 90, 180 and 270 degrees, and where
 * lines are lower than 20 pixels it is enlarged. Boxes are in percent of the upright picture.
 * @throws UnreadableDocument `too_slow`; the signal's reason
 */
export async function readPicture(picture: Canvas, signal?: AbortSignal): Promise<PictureText> {
  if (Math.min(picture.width, picture.height) < leastSidePx) return nothing;
  let best = await attempt(picture, signal);
  let upright = picture;
  if (best.isOnEnd || best.confidence < sureEnough) {
    const quarters = await likeliestQuarters(picture, signal);
    if (quarters !== 0) {
      upright = drawn(picture, quarters, 1);
      best = await attempt(upright, signal);
    }
  }
  if (best.characters > 0 && best.lineHeight < smallLinePx) {
    const scale = Math.min(goodLinePx / best.lineHeight, Math.sqrt(mostPixels / (upright.width * upright.height)));
    const enlarged = scale > 1.2 ? await attempt(drawn(upright, 0, scale), signal) : best;
    if (score(enlarged) > score(best)) best = enlarged;
  }
  return toText(best);
}

async function attempt(picture: Canvas, signal: AbortSignal | undefined): Promise<Attempt> {
  const size = { width: picture.width, height: picture.height };
  return { ...recognizedLines(await recognize(greyPicture(picture), signal), size), ...size };
}

/** The number of right angles, clockwise, after which most is read, tried on a small copy. */
async function likeliestQuarters(picture: Canvas, signal: AbortSignal | undefined): Promise<number> {
  const scale = Math.min(1, probeSidePx / Math.max(picture.width, picture.height));
  const scores: number[] = [];
  for (const quarters of [0, 1, 2, 3]) {
    const read = await attempt(drawn(picture, quarters, scale), signal);
    scores.push(read.isOnEnd ? 0 : score(read));
  }
  return scores.indexOf(Math.max(...scores));
}

/** Confidence counts twice: wrong readings have many characters too. */
function score({ confidence, characters }: Recognized): number {
  return characters * confidence ** 2;
}

function drawn(picture: Canvas, quarters: number, scale: number): Canvas {
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const onEnd = quarters % 2 === 1;
  const copy = createCanvas(onEnd ? height : width, onEnd ? width : height);
  const context = copy.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.translate(copy.width / 2, copy.height / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.drawImage(picture, -width / 2, -height / 2, width, height);
  return copy;
}

function toText({ fragments, confidence, width, height }: Attempt): PictureText {
  // Specks are read as single characters.
  if (!fragments.some(({ text }) => /[\p{L}\p{N}]{2}/u.test(text))) return nothing;
  const found = pageLines(fragments);
  const { text, lines } = joinLines(found);
  const heading = headingOf(found, bodyTextSize(found), headingRatio);
  const ocrConfidence = Math.round(confidence * 1000) / 1000;
  return { text, ...(heading && { heading }), source: 'ocr', lines: percentBoxes(lines, width, height), ocrConfidence };
}
