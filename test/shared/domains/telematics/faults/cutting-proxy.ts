import { connect, createServer, type Socket } from 'node:net';

/** Where a talk was cut: what was on its way and did not arrive. */
export type Cut = 'request' | 'answer' | 'answer to COMMIT' | 'acknowledgement';

/** The n-th of these. */
export type Moment = { nth: number; of: Cut | 'anything' };

/**
 * Stands between a process and PostgreSQL, and counts what passes: the pieces of their talk in both directions, and the
 * acknowledgements of the process, of which it is told. One of them does not arrive, of a request only the first half, and nothing after
 * it.
 */
export async function cuttingProxy(target: URL) {
  const sockets = new Set<Socket>();
  const ended: Promise<unknown>[] = [];
  let counted: Cut | 'anything' = 'anything';
  let left = Number.POSITIVE_INFINITY;
  let cut: Cut | undefined;
  let onCut = () => {};

  const passes = (what: Cut): boolean => {
    if (cut) return false;
    if (counted === 'anything' || counted === what) left -= 1;
    if (left > 0) return true;
    cut = what;
    onCut();
    return false;
  };

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    sockets.add(client).add(upstream);
    ended.push(new Promise((resolve) => upstream.once('close', resolve)));
    let signedIn = false;
    client.on('data', (piece) => {
      const before = cut;
      if (!signedIn || passes('request')) upstream.write(piece);
      else if (!before) upstream.write(piece.subarray(0, piece.length >> 1));
    });
    upstream.on('data', (piece) => {
      const passed = !signedIn || passes(piece.includes('COMMIT\0') ? 'answer to COMMIT' : 'answer');
      if (passed) client.write(piece);
      // ReadyForQuery: 'Z', its length, and 'I' for idle.
      signedIn ||= piece.subarray(-6).equals(Buffer.from('Z\0\0\0\x05I'));
    });
    // What the server has got by then it still does; it closes the connection when it is done.
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.destroy());
    for (const socket of [client, upstream]) socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as { port: number }).port);

  return {
    url: url.href,
    /** The n-th that comes from now on, of this kind, is lost, with all after it; `then` is called at that moment. */
    cutAt({ nth, of }: Moment, then: () => void) {
      counted = of;
      left = nth;
      onCut = then;
    },
    /** Whether an acknowledgement of the process arrives. */
    acknowledges: () => passes('acknowledgement'),
    cut: () => cut,
    /** Resolves when the server has done all that it got, and the connections are closed. */
    async close() {
      server.close();
      for (const socket of sockets) if (socket.remotePort !== Number(target.port)) socket.destroy();
      await Promise.all(ended);
    },
  };
}
