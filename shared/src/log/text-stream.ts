import type { DestinationStream } from 'pino';
import type { LoggableError } from './loggable-error.ts';

/** Turns each JSON entry into a line for people: time, severity, message, fields, and an error's stack below. */
export function textStream(destination: DestinationStream): DestinationStream {
  return { write: (line) => destination.write(textLine(JSON.parse(line))) };
}

type Entry = { severity: string; time: string; message?: string; err?: LoggableError; [field: string]: unknown };

function textLine({ severity, time, message = '', err, ...fields }: Entry): string {
  const shown = Object.entries(fields)
    // The message of a request says already what `httpRequest` says for machines.
    .filter(([name]) => !name.startsWith('logging.googleapis.com/') && name !== 'httpRequest')
    .map(([name, value]) => `${name}=${typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`);
  const head = [time.slice(11, 23), severity.padEnd(7), message, ...shown].join(' ').trimEnd();
  return `${head}\n${err ? stackLines(err) : ''}`;
}

function stackLines(error: LoggableError, label = ''): string {
  const lines = (error.stack || `${error.type}: ${error.message}`).split('\n').map((line) => `    ${line}\n`);
  return `    ${label}${lines.join('').trimStart()}${error.cause ? stackLines(error.cause, 'caused by: ') : ''}`;
}
