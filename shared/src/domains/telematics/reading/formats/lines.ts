import type { TrackPoint } from '../track.ts';

/**
 * Stretches of a track that are drawn as one line, at most a page long; a stretch that goes on begins with the last position of the
 * one before, so that the lines join. For formats that must know all positions of a line before they write it.
 */
export async function* linesOf(pages: AsyncIterable<TrackPoint[]>): AsyncGenerator<TrackPoint[]> {
  let before: TrackPoint | undefined;
  for await (const page of pages) {
    let line: TrackPoint[] = before && !page[0]?.afterGap ? [before] : [];
    for (const point of page) {
      if (point.afterGap && line.length > 0) {
        yield line;
        line = [];
      }
      line.push(point);
    }
    yield line;
    before = page.at(-1);
  }
}
