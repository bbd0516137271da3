import { type Scope, withTenant } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import type { StoredObject } from '../../../runtime/event-function.ts';
import { chunkPages, type OpenDocument, openDocument, type PageText, UnreadableDocument } from '../text/index.ts';
import type { AnalysisOutcome, FailureReason, Target } from './outcome.ts';
import { loadPages } from './pages.ts';
import { holdVersion, recordError, recordStep } from './progress.ts';
import { publish, publishFailure } from './publish.ts';
import { maxAnalysedBytes, type ObjectContent } from './read-object.ts';
import type { Arrival } from './receive.ts';
import { NotWantedError, type StepContext } from './step.ts';
import { steps } from './steps.ts';

/** So often a step is begun before the analysis gives up, and a person has to look. */
const maxAttempts = 6;

/** A version whose file has arrived. */
export type Arrived = { scope: Scope; object: StoredObject; content: ObjectContent; target: Target; arrival: Arrival };

type InTenant = StepContext['inTenant'];

/**
 * Takes the steps that are left for a version and puts it in service. What can never be read is recorded.
 *
 * @throws what may succeed later; why is kept on the version
 */
export async function understand(services: Services, arrived: Arrived): Promise<AnalysisOutcome> {
  const { scope, target, object, content } = arrived;
  const inTenant: InTenant = (fn) => withTenant(services.database, scope, fn);
  const file = openOnce(object, content);
  try {
    return await attempt(services, arrived, inTenant, file.open);
  } catch (error) {
    if (error instanceof NotWantedError) return { outcome: 'unchanged' };
    // Best effort: where the database is what failed there is nowhere to write it.
    await inTenant((tx) => recordError(tx, target, error)).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
}

async function attempt(
  services: Services,
  { scope, object, target, arrival }: Arrived,
  inTenant: InTenant,
  open: StepContext['open'],
): Promise<AnalysisOutcome> {
  const { documentId, versionNumber } = target;
  const write: InTenant = (fn) =>
    inTenant(async (tx) => {
      await holdVersion(tx, target);
      return fn(tx);
    });
  const fail = async (reason: FailureReason, detail: string): Promise<AnalysisOutcome> => {
    await inTenant((tx) => publishFailure(tx, target, reason, detail));
    return { outcome: 'failed', documentId, versionNumber, reason };
  };
  const { attempts, status } = arrival;
  if (attempts > maxAttempts) {
    const last = arrival.lastError ?? 'The function ended without a word, as when its memory does not suffice.';
    return fail('gave_up', `The analysis was begun ${maxAttempts} times and never came further than ${status}. ${last}`);
  }
  const pages = pagesOnce(inTenant, target);
  try {
    return await takeSteps({ services, target, fileName: nameOf(object), scope, inTenant, write, open, pages }, status);
  } catch (error) {
    if (error instanceof UnreadableDocument || error instanceof TooLarge) return fail(error.reason, error.message);
    throw error;
  }
}

async function takeSteps(context: StepContext, status: Arrival['status']): Promise<AnalysisOutcome> {
  const { inTenant, target } = context;
  // Of an embedded version the vectors that are missing are made: passages may be cut in another way since.
  const from = status === 'embedded' ? 'chunked' : status;
  for (const step of steps.slice(steps.findIndex(({ after }) => after === from))) {
    await step.run(context);
    await inTenant((tx) => recordStep(tx, target, { status: step.status }));
  }
  const chunks = chunkPages(await context.pages());
  const published = await inTenant((tx) => publish(tx, target, chunks));
  if (published.outcome !== 'analysed') return published;
  return { ...published, documentId: target.documentId, versionNumber: target.versionNumber };
}

class TooLarge extends Error {
  readonly reason = 'too_large';

  constructor(sizeBytes: number) {
    super(`This file has ${sizeBytes} bytes; files of at most ${maxAnalysedBytes} bytes are read.`);
  }
}

function nameOf({ name }: StoredObject): string {
  return name.split('/').at(-1) as string;
}

/** Opens the file when the first step needs it, and closes it where one did. */
function openOnce(object: StoredObject, { bytes }: ObjectContent) {
  let opening: Promise<OpenDocument> | undefined;
  const open = async (): Promise<OpenDocument> => {
    if (!bytes) throw new TooLarge(object.size);
    opening ??= openDocument(bytes, { fileName: nameOf(object) });
    return opening;
  };
  const close = async () => {
    const opened = await opening?.catch(() => undefined);
    await opened?.close();
  };
  return { open, close };
}

/** The pages as they were stored: read from the database when the first step after the extraction needs them. */
function pagesOnce(inTenant: InTenant, target: Target): () => Promise<PageText[]> {
  let loading: Promise<PageText[]> | undefined;
  return () => {
    loading ??= inTenant((tx) => loadPages(tx, target.versionId));
    return loading;
  };
}
