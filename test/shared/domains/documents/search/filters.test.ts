import { expect, it } from 'vitest';
import { newTenant } from '../../../../harness/index.ts';
import { addDocument, addPassages, found, wordModel } from './passages.ts';

const model = wordModel('words', ['belts']);
const belts = ['Seat belts are worn by everyone.'];

it('Search is narrowed to classes and to moments of arrival, the beginning included and the end not', async () => {
  const tenant = await newTenant();
  await tenant.run(async (tx) => {
    const classified = { class_confidence: 1, classified_by: 'person' };
    const manual = await addDocument(tx, model, belts, {
      ...classified,
      document_class: 'manual',
      created_at: '2025-03-01T00:00:00Z',
    });
    const letter = await addDocument(tx, model, belts, {
      ...classified,
      document_class: 'correspondence',
      created_at: '2025-04-01T00:00:00Z',
    });
    const ids = async (filters: object) =>
      (await found(tx, model, 'seat belts', filters)).map(({ documentId }) => documentId).sort();
    expect(await ids({})).toEqual([manual, letter].sort());
    expect(await ids({ documentClass: ['manual'] })).toEqual([manual]);
    expect(await ids({ documentClass: ['manual', 'correspondence'] })).toEqual([manual, letter].sort());
    expect(await ids({ createdFrom: '2025-04-01T00:00:00Z' })).toEqual([letter]);
    expect(await ids({ createdTo: '2025-04-01T00:00:00Z' })).toEqual([manual]);
    expect(await ids({ documentClass: ['manual'], createdFrom: '2025-03-02T00:00:00Z' })).toEqual([]);
    for (const key of ['driverId', 'vendorId', 'vehicleId']) expect(await ids({ [key]: manual }), key).toEqual([]);
  });
});

it('Passages of a version that is not in service are not found', async () => {
  const tenant = await newTenant();
  await tenant.run(async (tx) => {
    const id = await addDocument(tx, model, belts);
    await addPassages(tx, model, id, ['Old belts of seats.'], 2);
    expect((await found(tx, model, 'seat belts')).map(({ text }) => text)).toEqual(belts);
    await tx.query('update documents set analysed_version = 2, version = 2 where id = $1', [id]);
    expect((await found(tx, model, 'seat belts')).map(({ text }) => text)).toEqual(['Old belts of seats.']);
  });
});

it('More documents than are looked at one by one are narrowed as well', async () => {
  const tenant = await newTenant();
  await tenant.run(async (tx) => {
    for (let n = 0; n < 205; n += 1) await addDocument(tx, model, ['Helmets, gloves.'], { tags: ['a'] });
    const wanted = await addDocument(tx, model, belts, { tags: ['a'] });
    await addDocument(tx, model, belts);
    const hits = await found(tx, model, 'seat belts', { tags: ['a'] });
    expect(hits[0]).toMatchObject({ documentId: wanted, foundBy: ['vector', 'text'] });
    expect(hits.filter(({ text }) => text === belts[0])).toHaveLength(1);
  });
});
