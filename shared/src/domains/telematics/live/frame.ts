import type { Change } from './change.ts';

// Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html

/** One event. JSON has no line ends outside its strings, and inside they are escaped, so it is one line. */
export function frameOf(id: string, { type, json }: Change): string {
  return `id: ${id}\nevent: ${type}\ndata: ${json}\n\n`;
}

/** Keeps proxies from cutting a silent connection; by the id a reader that was told nothing for long need not look back so far. */
export function heartbeat(id: string): string {
  return `: heartbeat\nid: ${id}\n\n`;
}

/** How long a reader waits before it connects again, in milliseconds. */
export function retryAfter(milliseconds: number): string {
  return `retry: ${milliseconds}\n\n`;
}

/** The id that the reader came with is of another database: what it knows is void, and all there is follows. */
export const reset = 'event: reset\ndata: {}\n\n';
