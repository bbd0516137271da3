import { readdirSync, readFileSync } from 'node:fs';
import type { Trace } from './replay-trace.ts';
import { type RoadRoute, roadRoute } from './road-route.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);

/** The roads that are shipped, by id. */
export const routeIds = (): string[] => idsIn('routes');

/** The recorded traces that are shipped, by id. */
export const traceIds = (): string[] => idsIn('traces');

/** Reads a road of `emulator/fixtures/routes`. @throws Error when there is none of that id */
export function loadRoute(id: string): RoadRoute {
  const { points } = read<{ points: [number, number][] }>('routes', id);
  return roadRoute(points.map(([latitude, longitude]) => ({ latitude, longitude })));
}

/** Reads a recorded trace of `emulator/fixtures/traces`. @throws Error when there is none of that id */
export function loadTrace(id: string): Trace {
  const { title, points } = read<{ title: string; points: [string, number, number, number][] }>('traces', id);
  return {
    id,
    title,
    points: points.map(([recordedAt, latitude, longitude, altitudeM]) => ({ recordedAt, latitude, longitude, altitudeM })),
  };
}

function idsIn(folder: 'routes' | 'traces'): string[] {
  return readdirSync(new URL(folder, fixtures))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

function read<T>(folder: 'routes' | 'traces', id: string): T {
  if (!idsIn(folder).includes(id))
    throw new Error(`there is no ${id} in emulator/fixtures/${folder}; there are: ${idsIn(folder).join(', ')}`);
  return JSON.parse(readFileSync(new URL(`${folder}/${id}.json`, fixtures), 'utf8')) as T;
}
