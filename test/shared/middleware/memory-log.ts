import { createLogger } from '@wheelhouse/shared/log.ts';

/** A logger that keeps its entries. */
export function memoryLog() {
  const entries: Record<string, unknown>[] = [];
  const config = { logLevel: 'info', logFormat: 'json', googleCloudProject: undefined } as const;
  const log = createLogger(config, { write: (line) => void entries.push(JSON.parse(line)) });
  return { log, entries };
}
