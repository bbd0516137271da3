import { Agent, request } from 'node:http';

/** Requests a second over keep-alive connections, all answers read; throws when an answer is no 200. */
export async function requestsPerSecond(
  urls: readonly string[],
  options: { connections: number; seconds: number; headers?: Record<string, string> },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const until = performance.now() + options.seconds * 1000;
  let done = 0;
  let next = 0;
  const connection = async () => {
    while (performance.now() < until) {
      await get(urls[next++ % urls.length] as string, agent, options.headers ?? {});
      done += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: options.connections }, connection));
  agent.destroy();
  return (done * 1000) / (performance.now() - startedAt);
}

function get(url: string, agent: Agent, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${url} answered ${answer.statusCode}: ${Buffer.concat(chunks).toString().slice(0, 300)}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
