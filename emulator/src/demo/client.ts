/** A caller of the API, for the demo and the smoke run. */
export type ApiClient = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Like `get`, but answers the status also when it is an error. */
  status(path: string): Promise<number>;
};

/** @throws Error with the problem detail when the API refuses. */
export function apiClient(url: string, token: string): ApiClient {
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' } });
  const read = async <T>(method: string, path: string, response: Response): Promise<T> => {
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  return {
    get: async (path) => read('GET', path, await send(path)),
    post: async (path, body) => read('POST', path, await send(path, { method: 'POST', body: JSON.stringify(body) })),
    status: async (path) => {
      const response = await send(path);
      await response.arrayBuffer();
      return response.status;
    },
  };
}
