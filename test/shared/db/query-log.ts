import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';

/**
 * Runs `fn` against the database through a proxy that reads along, and answers the SQL texts sent: simple queries and parsed statements
 * of the protocol (PostgreSQL manual, "Message Formats").
 */
export async function countQueries(url: string, fn: (proxiedUrl: string) => Promise<unknown>): Promise<string[]> {
  const target = new URL(url);
  const sent: string[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    let buffer = Buffer.alloc(0);
    let isStarted = false;
    client.on('data', (data) => {
      upstream.write(data);
      buffer = Buffer.concat([buffer, data]);
      for (;;) {
        // The first message has no type byte.
        const head = isStarted ? 1 : 0;
        if (buffer.length < head + 4) return;
        const length = head + buffer.readInt32BE(head);
        if (buffer.length < length) return;
        const type = isStarted ? String.fromCharCode(buffer[0] as number) : '';
        const body = buffer
          .subarray(head + 4, length)
          .toString('utf8')
          .split('\0');
        if (type === 'Q') sent.push(body[0] ?? '');
        if (type === 'P') sent.push(body[1] ?? '');
        isStarted = true;
        buffer = buffer.subarray(length);
      }
    });
    upstream.pipe(client);
    client.on('close', () => upstream.destroy());
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String((server.address() as AddressInfo).port);
  try {
    await fn(proxied.href);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  return sent;
}
