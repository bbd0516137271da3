import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { embeddingProvider } from '@wheelhouse/shared/domains/documents/embedding/index.ts';
import { expect, test } from 'vitest';

const provider = embeddingProvider({ provider: 'embedded' });
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

test('texts become unit vectors of 512 numbers, in order, the same alone or together', async () => {
  const texts = ['worn brake pads', 'invoice for fuel', 'tyre pressure', 'driver licence', 'depot opening hours'];
  const vectors = await provider.embed(texts);
  for (const [n, vector] of vectors.entries()) {
    expect(vector.length).toBe(provider.dimensions);
    expect(dot(vector, vector)).toBeCloseTo(1, 5);
    const [alone] = await provider.embed([texts[n]!]);
    expect(dot(vector, alone!)).toBeCloseTo(1, 5);
  }
});

test('a question is nearest to the passage that answers it', async () => {
  const [question, ...passages] = await provider.embed([
    'How often must the engine oil be changed?',
    'Change the motor oil every 15,000 km or once a year.',
    'The depot is closed on public holidays.',
    'Drivers send their expense receipts to accounting.',
  ]);
  const scores = passages.map((passage) => dot(question!, passage));
  expect(scores.indexOf(Math.max(...scores))).toBe(0);
});

test('no texts give no vectors; a blank or over-long text is refused by its number', async () => {
  expect(await provider.embed([])).toEqual([]);
  await expect(provider.embed(['fine', ' \n'])).rejects.toThrow('Text 1 of 2 is blank');
  await expect(provider.embed(['x'.repeat(8001)])).rejects.toThrow('Text 0 of 1 has 8001 characters');
});

test('an aborted call stops with the reason', async () => {
  await expect(provider.embed(['x'], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test('a process of its own embeds with no network, prints nothing and ends by itself', async () => {
  const url = import.meta.resolve('@wheelhouse/shared/domains/documents/embedding/embedded.ts');
  const script = `
    import net from 'node:net';
    import dns from 'node:dns';
    const refuse = () => { throw new Error('network'); };
    net.Socket.prototype.connect = dns.lookup = globalThis.fetch = refuse;
    const { embeddedProvider } = await import(${JSON.stringify(url)});
    const [vector] = await embeddedProvider().embed(['hello']);
    process.exitCode = vector.length === 512 ? 0 : 1;`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout + stderr).toBe('');
});
