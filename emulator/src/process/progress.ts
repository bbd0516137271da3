/** The part of a writable stream that progress needs; `process.stdout` is one. */
export interface ProgressOutput {
  isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressOptions {
  output?: ProgressOutput;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/** Runs `work` and prints one line with its name and its seconds when it ends; passes its result or its error through. */
export type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

const clearLine = '\r\u001b[K';

/**
 * Prints the steps of something slow, one line each; steps may overlap. A terminal also shows, on a last line that is
 * rewritten every second, what is under way; elsewhere (a file, a pipe, CI) only finished lines are written.
 *
 * @example
 * const step = progress();
 * const database = await step('database', () => startPostgres({ dir }));
 */
export function progress({ output = process.stdout, now = () => performance.now() }: ProgressOptions = {}): Step {
  const running = new Map<symbol, { name: string; startedAt: number }>();
  let ticker: NodeJS.Timeout | undefined;

  const seconds = (startedAt: number, digits: number) => ((now() - startedAt) / 1000).toFixed(digits);

  const showRunning = () => {
    if (!output.isTTY) return;
    const names = [...running.values()].map((each) => `${each.name} ${seconds(each.startedAt, 0)} s`);
    output.write(names.length > 0 ? `${clearLine}  … ${names.join(', ')}` : clearLine);
  };

  const finish = (id: symbol, outcome: string) => {
    const { name, startedAt } = running.get(id)!;
    running.delete(id);
    if (running.size === 0) clearInterval(ticker);
    output.write(`${output.isTTY ? clearLine : ''}  ${name} ${outcome} (${seconds(startedAt, 1)} s)\n`);
    if (running.size > 0) showRunning();
  };

  return async (name, work) => {
    const id = Symbol(name);
    running.set(id, { name, startedAt: now() });
    if (running.size === 1 && output.isTTY) {
      ticker = setInterval(showRunning, 1000);
      ticker.unref();
    }
    showRunning();
    try {
      const result = await work();
      finish(id, 'ready');
      return result;
    } catch (error) {
      finish(id, 'failed');
      throw error;
    }
  };
}
