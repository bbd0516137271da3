import type { TrackPoint } from '../track.ts';

/** What a file says of its track. */
export type TrackInfo = { name: string; description: string; vehicleId: string };

/** Writes a track as a file: pages of positions in, pieces of text out. */
export type Format = {
  mediaType: string;
  extension: string;
  write(info: TrackInfo, pages: AsyncIterable<TrackPoint[]>): AsyncIterable<string>;
};
