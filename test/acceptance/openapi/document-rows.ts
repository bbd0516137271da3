import type { Client } from '../../harness/index.ts';
import { must, send } from './must.ts';

type People = { userId: string; roleName: string; departmentId: string; vehicleId: string | undefined };

/** Makes documents in the states that operations ask for: with versions, shared, talked about, archived and under legal hold. */
export async function makeDocuments(caller: Client, now: Date, people: People): Promise<void> {
  const folder = await must(caller, '/v1/document-folders', { folderName: 'Contracts' });
  await must(caller, '/v1/document-folders', {
    folderName: 'Leases',
    parentFolderId: folder.id,
    accessControl: { users: [people.userId] },
  });
  const documents: string[] = [];
  for (const number of [1, 2, 3, 4, 5, 6]) {
    const file = { fileName: `contract-${number}.txt`, contentType: 'text/plain' };
    const about = { folderId: folder.id, vehicleId: people.vehicleId };
    const upload = await must(caller, '/v1/documents:upload', { documentName: 'A contract', ...about, ...file });
    await send(upload, 'The vehicle is leased for three years.');
    documents.push(upload.documentId);
  }
  const [, second, third, fourth, ...archived] = documents as [string, string, string, string, ...string[]];
  for (const id of [second, third]) {
    const next = { fileName: 'contract.txt', contentType: 'text/plain', changeDescription: 'A year more' };
    await send(await must(caller, `/v1/documents/${id}:addVersion`, next), 'The vehicle is leased for four years.');
  }
  for (const id of [second, third, fourth]) await must(caller, `/v1/documents/${id}:hold`, { reason: 'A claim' });
  for (const id of archived) await must(caller, `/v1/documents/${id}:archive`, {});
  await talkAbout(caller, second);
  await shareAll(caller, second, now, people);
}

async function talkAbout(caller: Client, documentId: string): Promise<void> {
  for (const pageNumber of [1, 1, 1, 1]) {
    const place = { pageNumber, positionX: 12.5, positionY: 40 };
    const { id } = await must(caller, `/v1/documents/${documentId}:comment`, { text: 'Is this right?', ...place });
    await must(caller, `/v1/document-comments/${id}:reply`, { text: 'It is.' });
  }
}

async function shareAll(
  caller: Client,
  documentId: string,
  now: Date,
  { userId, roleName, departmentId }: People,
): Promise<void> {
  const expiresAt = new Date(now.getTime() + 86_400_000).toISOString();
  const link = { password: 'correct horse', maxAccessCount: 5 };
  for (const recipient of [{ userId }, { role: roleName }, { departmentId }, { link }])
    await must(caller, `/v1/documents/${documentId}:share`, { ...recipient, expiresAt });
}
