import { once } from 'node:events';
import { createServer } from 'node:net';
import { assertPortFree, freePort, PortTakenError } from '@wheelhouse/emulator/process/index.ts';
import { expect, test } from 'vitest';

test('a free port can be listened on', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

test('a free port is left free by asking', async () => {
  const port = await freePort();
  await assertPortFree(port, 'the API');
  await assertPortFree(port, 'the API');
});

test('a taken port is refused with the port, what wanted it and how to choose another', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };

  const refusal = assertPortFree(port, 'the API', 'set API_PORT to another port');
  await expect(refusal).rejects.toThrow(
    `port ${port}, wanted for the API, is used by another program: set API_PORT to another port`,
  );
  await expect(refusal).rejects.toBeInstanceOf(PortTakenError);
  server.close();
});
