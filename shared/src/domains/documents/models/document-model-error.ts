import { WheelhouseError } from '../../../errors.ts';

/** `refused`: the request is not taken as it is; `over_quota`, `unavailable`: later it may be; `unusable_answer`: it answered nonsense. */
export type ModelFailure = 'refused' | 'over_quota' | 'unavailable' | 'unusable_answer';

/** What a failed call took: undefined where that cannot be known, as after a timeout. */
export type Spent = { inputTokens: number; outputTokens: number; costUsd: number; response: string | null };

const statuses: Record<ModelFailure, number> = { refused: 502, over_quota: 503, unavailable: 503, unusable_answer: 502 };
const titles: Record<ModelFailure, string> = {
  refused: 'Model refused',
  over_quota: 'Model over quota',
  unavailable: 'Model unavailable',
  unusable_answer: 'Model answer unusable',
};

/** A model gave no usable answer. Clients see our sentence only; what the provider said is the cause. */
export class DocumentModelError extends WheelhouseError {
  readonly failure: ModelFailure;
  readonly spent: Spent | undefined;

  constructor(failure: ModelFailure, detail: string, options: { cause?: unknown; spent?: Spent } = {}) {
    super({
      code: `model_${failure}`,
      status: statuses[failure],
      title: titles[failure],
      detail,
      cause: options.cause,
      ...(statuses[failure] === 503 ? { retryAfterSeconds: 60 } : {}),
    });
    this.name = 'DocumentModelError';
    this.failure = failure;
    this.spent = options.spent;
  }

  /** Whether the same call may succeed later. */
  get isPassing(): boolean {
    return this.failure === 'over_quota' || this.failure === 'unavailable';
  }
}
