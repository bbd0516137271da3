import { connect } from 'node:net';

export type Reading = { recordedAt: string } & Record<string, unknown>;

/** A Pub/Sub push request as Eventarc makes it, ready to be sent. */
export function pushRequest(host: string, messageId: string, content: unknown): Buffer {
  const data = Buffer.from(JSON.stringify(content)).toString('base64');
  const message = { messageId, publishTime: new Date().toISOString(), data, attributes: {} };
  const body = JSON.stringify({ subscription: 'projects/bench/subscriptions/telemetry-ingest', message });
  return Buffer.from(
    `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nce-id: ${messageId}\r\nce-specversion: 1.0\r\n` +
      `ce-type: google.cloud.pubsub.topic.v1.messagePublished\r\nce-source: //pubsub.googleapis.com/projects/bench/topics/telemetry\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Sends every request, `concurrency` at a time, each after the answer to the one before; throws unless all are 204. */
export async function send(url: URL, requests: readonly Buffer[], concurrency: number): Promise<void> {
  let next = 0;
  const connection = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname);
      const sendNext = () => {
        const request = requests[next++];
        if (request) socket.write(request);
        else socket.end(resolve);
      };
      socket.setNoDelay(true).on('error', reject).on('connect', sendNext);
      // An answer without a body comes in one piece.
      socket.on('data', (answer) => {
        if (answer.subarray(9, 12).toString() === '204') sendNext();
        else socket.destroy(new Error(`The function answered:\n${answer}`));
      });
    });
  await Promise.all(Array.from({ length: concurrency }, connection));
}
