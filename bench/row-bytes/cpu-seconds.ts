import { readFileSync } from 'node:fs';

/** Ticks of a second in /proc on Linux (proc(5), `man 3 sysconf`). */
const ticksASecond = 100;

/** Processor seconds that processes of this machine have used so far; not a number where there is no /proc, as with a server elsewhere. */
export function cpuSeconds(pids: readonly number[]): number {
  try {
    return pids.reduce((sum, pid) => sum + ticksOf(pid), 0) / ticksASecond;
  } catch {
    return Number.NaN;
  }
}

function ticksOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name before may hold spaces; user and system time are the 14th and 15th field.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
