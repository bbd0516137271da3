// Runs the command of its arguments until that ends or the standard input does. Whoever starts it holds the other end of the input, so
// the command ends with its starter even when that is killed and can do nothing itself.
import { spawn } from 'node:child_process';

const killAfterMs = 3000;
const [command, ...args] = process.argv.slice(2);
const child = spawn(command!, args, { stdio: ['ignore', 'inherit', 'inherit'] });

child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));

process.stdin.resume();
process.stdin.on('error', () => child.kill());
process.stdin.on('end', () => {
  child.kill();
  setTimeout(() => child.kill('SIGKILL'), killAfterMs);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill());
// When the starter dies, so may the readers of the output.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
