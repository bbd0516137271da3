import type { Services } from '../../../../resource/services.ts';
import type { Job } from '../../../../runtime/job.ts';
import { type Claim, claimDueJob } from './claim.ts';
import { executeJob } from './execute.ts';
import { logFailedJob } from './log-failed-job.ts';
import { type Place, placesWithDueJobs } from './place.ts';
import { recordOutcome } from './record.ts';

/** How many runs ended how. `lost`: recorded by another worker as timed out before they ended. */
export type RunSummary = { success: number; failed: number; timeout: number; lost: number };

type Options = {
  services: Services;
  /** Every job that there is code for. */
  jobs: readonly Job[];
  /** No job is begun after this time; those that run end within their own time limit. */
  budgetMs: number;
  /** Names this worker in the history; unique among those that run at the same time. */
  workerId: string;
  /** Jobs that run at the same time. */
  concurrency?: number;
};

/**
 * Runs the jobs that are due, each once, however many workers do this at the same time. The time is that of `services.clock`. After
 * a standstill a job runs once, not once for each time it missed (`missedRuns` in its output counts them). A failed run
 * is repeated after 30 s, doubling, up to the job's `max_retries`, but not beyond its next regular time.
 */
export async function runDueJobs({ services, jobs, budgetMs, workerId, concurrency = 4 }: Options): Promise<RunSummary> {
  const { clock, database, log } = services;
  const endAt = clock.now().getTime() + budgetMs;
  const handlers = new Map(jobs.map((job) => [job.handler, job]));
  const summary: RunSummary = { success: 0, failed: 0, timeout: 0, lost: 0 };
  const open = new Set(await placesWithDueJobs(database, clock.now()));

  const run = async (claim: Claim): Promise<void> => {
    const outcome = await executeJob(services, handlers, claim);
    const { lost, willRetry } = await recordOutcome(database, claim, outcome, clock.now());
    summary[lost ? 'lost' : outcome.status] += 1;
    if (outcome.status !== 'success' && !lost && !willRetry) logFailedJob(log, claim.job, outcome);
  };
  const lane = async (): Promise<void> => {
    for (let place = inTurn(open); place && clock.now().getTime() < endAt; place = inTurn(open)) {
      const claim = await claimDueJob(database, place, { id: workerId, handlers, now: clock.now() });
      if (!claim) open.delete(place);
      else if ('givenUp' in claim) logFailedJob(log, claim.givenUp, { status: 'timeout', message: claim.message });
      else await run(claim);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: concurrency }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  return summary;
}

/** The next place, which then stands last: no placement keeps the others waiting. */
function inTurn(places: Set<Place>): Place | undefined {
  const [place] = places;
  if (place) {
    places.delete(place);
    places.add(place);
  }
  return place;
}
