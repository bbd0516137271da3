export { type ImportResult, type ImportSource, importFeed, type Page } from './importFeed.ts';
