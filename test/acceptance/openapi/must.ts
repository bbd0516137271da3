import type { Answer, Client } from '../../harness/index.ts';

/** Posts what has to be accepted. @throws where it is not */
export async function must(caller: Client, path: string, body: unknown): Promise<Answer['body']> {
  const answer = await caller('POST', path, body);
  if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

type Upload = { uploadUrl: string; method: string; headers: Record<string, string> };

/** Sends a file to where the API said. @throws where it is not taken */
export async function send({ uploadUrl, method, headers }: Upload, content: string): Promise<void> {
  const answer = await fetch(uploadUrl, { method, headers, body: content });
  if (!answer.ok) throw new Error(`The file was answered ${answer.status}: ${await answer.text()}`);
}
