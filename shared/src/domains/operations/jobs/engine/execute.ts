import { randomUUID } from 'node:crypto';
import { type Scope, type Tx, withSystem, withTenant } from '../../../../db/scope.ts';
import { WheelhouseError } from '../../../../errors.ts';
import { loggableError } from '../../../../log/loggable-error.ts';
import type { Services } from '../../../../resource/services.ts';
import type { Job, JobResult } from '../../../../runtime/job.ts';
import { safeParse } from '../../../../safe-parse.ts';
import type { Claim } from './claim.ts';

/** How a run ended. */
export type Outcome =
  | { status: 'success'; result: JobResult }
  | { status: 'failed' | 'timeout'; message: string; stack: string | null; retryable: boolean };

/**
 * Runs the code of a claimed job, in the scope of its tenant, for `timeoutMs` at most. When that is up, transactions that are open
 * are undone and no new ones begin; code that ignores the signal ends on its own and changes nothing more.
 */
export async function executeJob(services: Services, handlers: ReadonlyMap<string, Job>, claim: Claim): Promise<Outcome> {
  const { job, place } = claim;
  const handler = handlers.get(job.jobHandler);
  if (!handler)
    return refused(`There is no job handler ${job.jobHandler}. Handlers: ${[...handlers.keys()].sort().join(', ') || 'none'}.`);
  if (handler.scope !== place.kind) {
    const owner = handler.scope === 'platform' ? 'the platform' : 'an organisation';
    return refused(`Job handler ${job.jobHandler} is for jobs of ${owner}; this one is not.`);
  }
  const parameters = safeParse(handler.parameters, job.jobParameters);
  if (!parameters.success) {
    const problems = parameters.error.issues.map((issue) => `${issue.path.join('.') || 'parameters'}: ${issue.message}`);
    return refused(`The parameters do not suit ${job.jobHandler}: ${problems.join('; ')}.`);
  }
  const timer = new AbortController();
  const inScope = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => openScope(services, claim, guarded(timer.signal, fn));
  return settle(timer, handler.timeoutMs, () =>
    handler.run({ parameters: parameters.data, services, inScope, signal: timer.signal }),
  );
}

const refused = (message: string): Outcome => ({ status: 'failed', message, stack: null, retryable: false });

async function settle(timer: AbortController, timeoutMs: number, run: () => Promise<JobResult>): Promise<Outcome> {
  let alarm: NodeJS.Timeout | undefined;
  const timeUp = new Promise<Outcome>((resolve) => {
    alarm = setTimeout(() => {
      const message = `It took longer than ${timeoutMs} ms.`;
      timer.abort(new Error(message));
      resolve({ status: 'timeout', message, stack: null, retryable: true });
    }, timeoutMs);
  });
  const work = (async () => run())().then(
    (result): Outcome => ({ status: 'success', result }),
    (error: unknown): Outcome => failure(error),
  );
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(alarm);
  }
}

function failure(error: unknown): Outcome {
  const { message, stack } = loggableError(error);
  return {
    status: 'failed',
    message: error instanceof WheelhouseError ? error.detail : message,
    stack: stack || null,
    retryable: true,
  };
}

function guarded<T>(signal: AbortSignal, fn: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
  return async (tx) => {
    signal.throwIfAborted();
    const result = await fn(tx);
    signal.throwIfAborted();
    return result;
  };
}

function openScope<T>(services: Services, { job }: Claim, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const reason = `job ${job.jobHandler}`;
  const request = { operation: reason, requestId: randomUUID() };
  if (!job.tenantId) return withSystem(services.database, reason, fn, { request });
  const scope: Scope = { tenantId: job.tenantId, actor: { kind: 'system', reason }, databaseRole: 'system_admin', request };
  return withTenant(services.database, scope, fn);
}
