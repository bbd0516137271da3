import type { Drain } from '../middleware/index.ts';
import { host } from './hosted.ts';

/**
 * Ends a deployed instance gracefully: after SIGTERM requests in flight are finished, then the pool is closed. The framework's own
 * handler would end the process under them; it is added when the server listens, and removed here as soon as it is added. An instance
 * that cannot start ends at once, so that the platform reports it and keeps the version before.
 *
 * Where the process hosts several functions (the emulator, tests), their host ends them (`endHosted`).
 */
export function endGracefully(instance: Promise<{ close(): Promise<void> }>, drain: Drain): void {
  const end = async () => {
    drain.start();
    await drain.idle();
    await (await instance).close();
  };
  if (!process.env.K_SERVICE) {
    host({ started: instance, end });
    return;
  }
  instance.catch((error: Error) => {
    console.error(JSON.stringify({ severity: 'CRITICAL', message: `The function cannot start. ${error.message}` }));
    process.exit(1);
  });
  const onSignal = () => {
    end().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('newListener', (event: string | symbol, listener: (...args: unknown[]) => void) => {
    if (event === 'SIGTERM' && listener !== onSignal) queueMicrotask(() => process.removeListener('SIGTERM', listener));
  });
}
