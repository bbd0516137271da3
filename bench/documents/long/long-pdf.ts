import { cleanFile } from '../corpus/index.ts';
import { letter } from '../corpus/paper.ts';
import { type Random, randomOf } from '../corpus/random.ts';
import { Truth } from '../corpus/truth.ts';

const words =
  `axle brake coolant driver engine fitting gasket harness inspection joint key lever manifold nozzle operator pump quantity relay seal torque
  valve wheel check replace tighten remove install measure before after while within under above the the the a of of and to in with each every
  service interval pressure temperature procedure warning technician shop trailer hose bracket sensor filter oil grease bolt nut washer`.split(
    /\s+/,
  );

const paragraphsAPage = 5;
const sentencesAParagraph = 6;

/** A service manual of so many pages: headings, paragraphs, no pictures. About 300 words a page. The same each time. */
export async function longPdf(pages: number): Promise<Uint8Array> {
  const random = randomOf('long');
  const paper = letter({ face: 'serif', size: 11 });
  for (let page = 1; page <= pages; page += 1) {
    if (page > 1) paper.turn();
    paper.text(60, 70, `${page}. ${sentence(random, 4)}`, { size: 16, bold: true });
    let y = 100;
    for (let paragraph = 0; paragraph < paragraphsAPage; paragraph += 1) {
      const text = Array.from({ length: sentencesAParagraph }, () => sentence(random, 8 + Math.floor(random() * 6))).join(' ');
      y = paper.prose(60, y, 490, text) + 8;
    }
  }
  const { bytes } = await cleanFile({ name: 'long', documentClass: 'manual', locale: 'en-US', truth: new Truth(), paper });
  return bytes;
}

function sentence(random: Random, length: number): string {
  const chosen = Array.from({ length }, () => words[Math.floor(random() * words.length)]!).join(' ');
  return `${chosen[0]!.toUpperCase()}${chosen.slice(1)}.`;
}
