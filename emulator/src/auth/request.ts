/** What Firebase Auth answered with, when that was an error; `code` is its own, such as EMAIL_EXISTS or INVALID_PASSWORD. */
export class AuthRequestError extends Error {
  override readonly name = 'AuthRequestError';
  readonly code: string;

  constructor(operation: string, code: string) {
    super(`Firebase Auth refused ${operation}: ${code}`);
    this.code = code;
  }
}

/**
 * Posts JSON to the Auth emulator and answers its JSON.
 *
 * @param path below the host, starting with the service's name: `/identitytoolkit.googleapis.com/v1/…`
 * @throws AuthRequestError for every answer that is not 2xx
 */
export async function postToAuth<T>(host: string, path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`http://${host}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T & { error?: { message: string } };
  if (!response.ok) throw new AuthRequestError(path, answer.error?.message ?? `HTTP ${response.status}`);
  return answer;
}
