type Hosted = { started: Promise<unknown>; end(): Promise<void> };

const hosted: Hosted[] = [];

/** Remembers a function of this process, for whoever hosts several in one. */
export function host(one: Hosted): void {
  // Told by `hostedStarted`; without a listener it would end the process.
  one.started.catch(() => {});
  hosted.push(one);
}

/** Resolves when every function of this process has started. @throws the error of the first that cannot */
export async function hostedStarted(): Promise<void> {
  await Promise.all(hosted.map(({ started }) => started));
}

/** Finishes the requests in flight of every function of this process and closes its connections; new requests are refused. */
export async function endHosted(): Promise<void> {
  await Promise.allSettled(hosted.splice(0).map(({ end }) => end()));
}
