import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks until the answer is right: deliveries between the parts of the cloud take their time.
 *
 * @throws Error saying what was asked and the last answer, after `timeoutMs`
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  right: (answer: T) => boolean,
  timeoutMs = 30_000,
): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    if (performance.now() > until)
      throw new Error(`${what} did not happen within ${timeoutMs / 1000} s; the last answer was ${shown(answer)}`);
    await wait(100);
  }
}

function shown(answer: unknown): string {
  const text = JSON.stringify(answer) ?? 'nothing';
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}

/** @throws Error with the sentence, unless the condition holds */
export function check(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(sentence);
}
