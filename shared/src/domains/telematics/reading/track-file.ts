import type { Tx } from '../../../db/scope.ts';
import type { StreamedAnswer } from '../../../resource/streamed-verb.ts';
import { formats } from './formats/index.ts';
import { type Track, trackPages } from './track.ts';

/** What people call a vehicle, or undefined where there is no such vehicle. */
export async function vehicleName(tx: Tx, vehicleId: string): Promise<string | undefined> {
  const [vehicle] = await tx.query<{ name: string }>(
    `select coalesce(vehicle_identifier, license_plate, make || ' ' || model) as name from vehicles where id = $1`,
    [vehicleId],
  );
  return vehicle?.name;
}

type Request = {
  track: Track;
  name: string;
  format: keyof typeof formats;
  inScope: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
  signal: AbortSignal;
};

/** A track as a file to download. */
export function trackFile({ track, name, format, inScope, signal }: Request): StreamedAnswer {
  const { mediaType, extension, write } = formats[format];
  const [from, to] = [track.from, track.to].map((at) => at.toISOString());
  const info = { name, description: `${from} to ${to}`, vehicleId: track.vehicleId };
  const ascii = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return {
    mediaType,
    fileName: `${ascii || 'track'}-${from?.slice(0, 10)}.${extension}`,
    body: write(info, trackPages(track, inScope, signal)),
  };
}
