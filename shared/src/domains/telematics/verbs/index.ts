export { geojson } from './geojson.ts';
export { history } from './history.ts';
export { ingest } from './ingest.ts';
export { replay } from './replay.ts';
