import type { Drain } from '../middleware/index.ts';
import type { Instance } from './instance.ts';

/**
 * Ends a deployed instance gracefully: after SIGTERM requests in flight are finished, then the pool is closed. The framework's own
 * handler would end the process under them; it is added when the server listens, and removed here as soon as it is added.
 * Does nothing where the process hosts several functions (the emulator, tests): their host ends them.
 */
export function endGracefully(instance: Promise<Instance>, drain: Drain): void {
  if (!process.env.K_SERVICE) return;
  const end = async () => {
    drain.start();
    await drain.idle();
    await (await instance).close();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('newListener', (event: string | symbol, listener: (...args: unknown[]) => void) => {
    if (event === 'SIGTERM' && listener !== end) queueMicrotask(() => process.removeListener('SIGTERM', listener));
  });
}
