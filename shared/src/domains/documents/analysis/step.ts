import type { Scope, Tx } from '../../../db/scope.ts';
import type { Services } from '../../../resource/services.ts';
import type { AnalysisStatus } from '../tables/index.ts';
import type { OpenDocument, PageText } from '../text/index.ts';
import type { Target } from './outcome.ts';

/** What a step works with. */
export type StepContext = {
  services: Services;
  target: Target;
  /** The name of the file as its owner calls it. */
  fileName: string;
  /** Who reads: the system, for the tenant. */
  scope: Scope;
  /** One transaction in it. */
  inTenant: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
  /** One transaction that writes what was found, while nobody else writes about this version. @throws NotWantedError */
  write: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
  /** The file, opened once. @throws UnreadableDocument */
  open(): Promise<OpenDocument>;
  /** What was read from its pages, once `extracted`. */
  pages(): Promise<PageText[]>;
};

/** The version is of another file by now, or another delivery has finished its analysis. */
export class NotWantedError extends Error {}

/**
 * A step of the analysis. What it finds is stored as it goes, so that after a crash it goes on where it stopped, and so that doing it
 * twice, or at the same time in two places, makes no difference.
 *
 * @throws UnreadableDocument where there is nothing to be read; anything else is tried again later
 */
export type Step = {
  /** The status that it starts from. */
  after: AnalysisStatus;
  /** The status when it is done. */
  status: AnalysisStatus;
  run(context: StepContext): Promise<void>;
};
