import { createServer } from 'node:net';

const loopback = '127.0.0.1';

/** Binds a port of the loopback interface for a moment and answers its number; port 0 lets the system choose. */
function bindBriefly(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: loopback, exclusive: true }, () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no address'))));
    });
  });
}

/** A TCP port of the loopback interface that nothing listens on at this moment. */
export function freePort(): Promise<number> {
  return bindBriefly(0);
}

/** Says which port is taken, what wanted it and how to choose another. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly port: number;

  constructor(port: number, reason: string, purpose: string, remedy: string, options?: ErrorOptions) {
    super(`port ${port}, wanted for ${purpose}, ${reason}: ${remedy}`, options);
    this.port = port;
  }
}

/**
 * Resolves when `port` can be listened on at 127.0.0.1.
 *
 * @param purpose what wants the port, in the words of the user: `the database`
 * @param remedy how to choose another, in the words of the user: `set DATABASE_PORT to another port`
 * @throws PortTakenError when another program has the port, or when the system does not let this user have it
 */
export async function assertPortFree(port: number, purpose: string, remedy = 'stop that program or choose another port') {
  try {
    await bindBriefly(port);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') throw new PortTakenError(port, 'is used by another program', purpose, remedy, { cause: error });
    if (code === 'EACCES') throw new PortTakenError(port, 'is not open to this user', purpose, remedy, { cause: error });
    throw error;
  }
}
