import type { ZodType, z } from 'zod';
import type { Tx } from '../db/scope.ts';
import type { Services } from '../resource/services.ts';

export type JobResult = { recordsProcessed: number; output?: Record<string, unknown> };

/** Work that a schedule starts. */
export type Job = {
  /** Name that `scheduled_jobs.job_handler` holds: `operations.ensurePartitions`. */
  handler: string;
  summary: string;
  /** `platform`: once for the whole installation; `tenant`: once for each tenant that schedules it, in its scope. */
  scope: 'platform' | 'tenant';
  parameters: ZodType;
  timeoutMs: number;
  // biome-ignore lint/suspicious/noExplicitAny: jobs of every parameter shape stand in one list
  run(context: any): Promise<JobResult>;
};

type Declaration<P extends ZodType> = Omit<Job, 'parameters' | 'run' | 'timeoutMs'> & {
  parameters: P;
  timeoutMs?: number;
  /** `inScope` opens a transaction of the job's tenant (or of the system, for a platform job). */
  run(context: {
    parameters: z.output<P>;
    services: Services;
    inScope: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
    /** Ends when the job's time is up. */
    signal: AbortSignal;
  }): Promise<JobResult>;
};

/** Declares a job. */
export function job<P extends ZodType>(declaration: Declaration<P>): Job {
  return { timeoutMs: 60_000, ...declaration };
}
