import { Agent, request } from 'node:http';
import type { EventRequest } from './cloud-event.ts';

// The longest that Pub/Sub waits for a push endpoint, the largest ack deadline.
const answerWithinMs = 600_000;
const excerptLength = 200;

/** What came of a request: accepted (2xx), or not and why. */
export type Outcome = { accepted: true } | { accepted: false; reason: string };

/** Posts events to one URL over kept-alive connections. */
export class HttpPoster {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Never throws: what went wrong is the reason of the outcome. */
  async post(event: EventRequest): Promise<Outcome> {
    const first = await this.#postOnce(event, true);
    // The function may close an idle connection at the moment we use it; that says nothing about the message.
    return first ?? (await this.#postOnce(event, false))!;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Answers undefined where a kept connection was already closed, unless that counts as a failure. */
  #postOnce({ headers, body }: EventRequest, mayBeStale: boolean): Promise<Outcome | undefined> {
    return new Promise((resolve) => {
      const outgoing = request(
        this.#url,
        { method: 'POST', agent: this.#agent, headers, timeout: answerWithinMs },
        (response) => {
          const status = response.statusCode ?? 0;
          let excerpt = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            if (excerpt.length < excerptLength) excerpt += chunk.slice(0, excerptLength - excerpt.length);
          });
          response.on('error', (error) => resolve({ accepted: false, reason: `the answer broke off: ${error.message}` }));
          response.on('end', () => {
            if (status >= 200 && status < 300) resolve({ accepted: true });
            else resolve({ accepted: false, reason: `HTTP ${status}${excerpt && `: ${excerpt}`}` });
          });
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${answerWithinMs / 1000} s`)));
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const stale = mayBeStale && outgoing.reusedSocket && error.code === 'ECONNRESET';
        resolve(stale ? undefined : { accepted: false, reason: error.message });
      });
      outgoing.end(body);
    });
  }
}
