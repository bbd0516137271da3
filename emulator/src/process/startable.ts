import { setTimeout as wait } from 'node:timers/promises';
import { PortTakenError } from './ports.ts';
import { progress, type Step } from './progress.ts';
import { type Stoppable, stopInReverse } from './stoppable.ts';

/** How long a part that is just being started may hold up the end; what takes longer ends with the process. */
const startLimitMs = 3_000;
const stopLimitMs = 18_000;

export type Startable = {
  /** Begins no further step once the end has come. */
  step: Step;
  /** What has been started, in order. */
  parts: Stoppable[];
  /** Runs the start; a failure is printed, and answered as exit code 1. A start that is broken off answers undefined. */
  start(run: () => Promise<number | undefined>): Promise<number | undefined>;
  /** Whether the end has come. */
  isStopping(): boolean;
  /** Lets the step under way end, and stops what has been started. @throws Error naming what could not be stopped */
  stop(): Promise<void>;
};

/** Something that is started step by step and can be stopped at any moment of it. */
export function startable(): Startable {
  const parts: Stoppable[] = [];
  let isStopping = false;
  let starting: Promise<unknown> = Promise.resolve();
  const write = (text: string) => isStopping || process.stdout.write(text);
  const show = progress({ output: { isTTY: process.stdout.isTTY, write } });

  async function stopParts(): Promise<void> {
    const failures = await stopInReverse(parts.splice(0), stopLimitMs);
    if (failures.length > 0) throw new Error(failures.map(({ name, error }) => `${name}: ${messageOf(error)}`).join('; '));
  }

  return {
    parts,
    isStopping: () => isStopping,
    step: (name, work) => (isStopping ? Promise.reject(new Error('The start was broken off.')) : show(name, work)),
    start(run) {
      const running = run().catch((error: unknown) => {
        if (isStopping) return undefined;
        console.error(`\n${messageOf(error)}`);
        return 1;
      });
      starting = running;
      return running;
    },
    async stop() {
      isStopping = true;
      // Not under the feet of a step that uses them.
      await Promise.race([starting, wait(startLimitMs, undefined, { ref: false })]);
      await stopParts();
    },
  };
}

/** What went wrong, in words; where from only for who asks for it. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = /debug|trace/.test(process.env.LOG_LEVEL ?? '') ? (error.stack ?? error.message) : error.message;
  const isExplained = error instanceof PortTakenError;
  return !isExplained && error.cause instanceof Error && !text.includes(error.cause.message)
    ? `${text}\n  ${messageOf(error.cause)}`
    : text;
}
