import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { between, type Random } from './random.ts';

/** What a scanner, a fax or a telephone did to a page. */
export type Damage = {
  dpi: number;
  skewDegrees: number;
  blurPx: number;
  /** Standard deviation in grey levels. */
  noise: number;
  /** How much darker the far corner is, 0 to 1. */
  shade: number;
  jpegQuality: number;
  turnDegrees: 0 | 90 | 180 | 270;
};

export function damageOf(random: Random): Damage {
  const turn = random();
  return {
    dpi: Math.round(between(random, 150, 200)),
    skewDegrees: between(random, -1.5, 1.5),
    blurPx: between(random, 0.3, 0.8),
    noise: between(random, 4, 12),
    shade: between(random, 0.05, 0.25),
    jpegQuality: Math.round(between(random, 40, 60)),
    turnDegrees: turn < 0.76 ? 0 : turn < 0.86 ? 90 : turn < 0.94 ? 180 : 270,
  };
}

/** The page as it comes out of the scanner. */
export function degrade(page: Canvas, damage: Damage, random: Random): Canvas {
  const skewed = createCanvas(page.width, page.height);
  const context = skewed.getContext('2d');
  context.fillStyle = '#fbfaf6';
  context.fillRect(0, 0, page.width, page.height);
  context.filter = `blur(${damage.blurPx.toFixed(2)}px)`;
  context.translate(page.width / 2, page.height / 2);
  context.rotate((damage.skewDegrees * Math.PI) / 180);
  context.drawImage(page, -page.width / 2, -page.height / 2);
  wear(skewed, damage, random);
  return turned(skewed, damage.turnDegrees);
}

function wear(canvas: Canvas, { noise, shade }: Damage, random: Random): void {
  const context = canvas.getContext('2d');
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = image;
  const [right, bottom] = [random() < 0.5, random() < 0.5];
  // The sum of three is near enough to a normal distribution.
  const grains = Float32Array.from({ length: 4096 }, () => (random() + random() + random() - 1.5) * 2 * noise);
  for (let y = 0; y < canvas.height; y += 1) {
    const down = bottom ? y / canvas.height : 1 - y / canvas.height;
    for (let x = 0; x < canvas.width; x += 1) {
      const across = right ? x / canvas.width : 1 - x / canvas.width;
      const light = 1 - (shade * (down + across)) / 2;
      const grain = grains[Math.floor(random() * grains.length)]!;
      const at = (y * canvas.width + x) * 4;
      // Toner is never quite black.
      data[at] = (22 + data[at]! * 0.91) * light + grain;
      data[at + 1] = (22 + data[at + 1]! * 0.91) * light + grain;
      data[at + 2] = (22 + data[at + 2]! * 0.91) * light + grain;
    }
  }
  context.putImageData(image, 0, 0);
}

function turned(canvas: Canvas, degrees: Damage['turnDegrees']): Canvas {
  if (degrees === 0) return canvas;
  const sideways = degrees !== 180;
  const result = createCanvas(sideways ? canvas.height : canvas.width, sideways ? canvas.width : canvas.height);
  const context = result.getContext('2d');
  context.translate(result.width / 2, result.height / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(canvas, -canvas.width / 2, -canvas.height / 2);
  return result;
}
