import { readdirSync, readFileSync } from 'node:fs';
import type { Trace } from './replay-trace.ts';
import { type RoadRoute, roadRoute } from './road-route.ts';
import { withRoundCorners } from './road-smoothing.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);

/** The roads that are shipped, by id. */
export const routeIds = (): string[] => idsIn('routes');

/** The recorded traces that are shipped, by id. */
export const traceIds = (): string[] => idsIn('traces');

const loaded = new Map<string, RoadRoute>();

/** A road of `emulator/fixtures/routes`; read once, as many vehicles share it. @throws Error when there is none of that id */
export function loadRoute(id: string): RoadRoute {
  let route = loaded.get(id);
  if (!route) {
    const { points, cruiseKph } = read<{ points: [number, number][]; cruiseKph: number }>('routes', id);
    route = roadRoute(withRoundCorners(points.map(([latitude, longitude]) => ({ latitude, longitude }))), cruiseKph);
    loaded.set(id, route);
  }
  return route;
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
