/** When every reading of these tests is judged. */
export const now = new Date();
now.setUTCMilliseconds(0);

/** A reading some seconds before `now`. */
export function readingAt(secondsAgo: number, values: Record<string, unknown> = {}) {
  const { position, ...rest } = values;
  return {
    recordedAt: new Date(now.getTime() - secondsAgo * 1000).toISOString(),
    position: { latitude: 6.5244, longitude: 3.3792, ...(position as object) },
    ...rest,
  };
}
