export { type ImportResult, type ImportSource, importFeed } from './import/index.ts';
export { type Filters, type Layer, type LayerName, layers } from './layer.ts';
export { type Found, nearest } from './queries/index.ts';
