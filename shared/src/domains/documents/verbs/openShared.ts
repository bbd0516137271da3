import { z } from 'zod';
import { withTenant } from '../../../db/scope.ts';
import { accessDenied, conflict, invalidField } from '../../../errors.ts';
import { callerScope } from '../../../resource/caller-scope.ts';
import { verb } from '../../../resource/verb.ts';
import { holderOfDocumentLink, isOpenLink, noSuchLink } from '../sharing/holder.ts';
import { isPassword } from '../sharing/password.ts';
import { countedTry } from '../sharing/wrong-passwords.ts';
import { signDownload, signView } from '../storage/signed-url.ts';

// One statement: where many open at the same time, each waits for the row and looks at the count again.
const openSql = `update document_shares s set access_count = s.access_count + 1, last_accessed_at = greatest(s.last_accessed_at, $2)
  from documents d join document_versions v on v.tenant_id = d.tenant_id and v.document_id = d.id and v.version_number = d.version
  where s.id = $1 and d.tenant_id = s.tenant_id and d.id = s.document_id and v.generation is not null and ${isOpenLink}
  returning d.id as "documentId", d.document_name as "documentName", d.thumbnail_url as "thumbnailUrl", v.version_number as "versionNumber",
    v.file_name as "fileName", v.content_type as "contentType", v.file_url as url, v.generation::text as generation`;

type Opened = {
  documentName: string;
  thumbnailUrl: string | null;
  versionNumber: number;
  fileName: string;
  contentType: string | null;
  url: string;
  generation: string;
};

export const openShared = verb({
  name: 'openShared',
  on: 'documents',
  target: 'collection',
  permission: 'document.read_own',
  holder: holderOfDocumentLink,
  summary: 'Open the document of a link',
  description:
    'Needs no account: the secret of the link is sent as Authorization: Bearer whd_…, so that it is in no log. Each opening counts and is ' +
    'noted. A link that is unknown, expired, revoked or used up is not found; one with a password takes 10 wrong ones an hour.',
  input: z.strictObject({ password: z.string().max(200).optional() }),
  output: z.object({
    documentName: z.string(),
    versionNumber: z.int(),
    fileName: z.string(),
    contentType: z.string().nullable(),
    downloadUrl: z.url().describe('Works for 15 minutes.'),
    thumbnailUrl: z.url().nullable(),
    expiresAt: z.iso.datetime({ offset: true }),
  }),
  secretAnswer: true,
  // Passwords take their time, so no connection waits for them.
  prepare: async ({ input, principal, services }) => {
    const id = (principal.actor as { tokenId: string }).tokenId;
    const [share] = await withTenant(
      services.database,
      callerScope(principal, 'documents.openShared'),
      (tx) => tx.query<{ hash: string | null }>('select password_hash as hash from document_shares where id = $1', [id]),
      { access: 'read', statements: 1 },
    );
    const hash = share?.hash;
    if (!hash) return;
    const { password } = input;
    if (password === undefined) throw invalidField('password', 'This link asks for a password.', 'required');
    if (!(await countedTry(services, id, () => isPassword(password, hash))))
      throw accessDenied('The password of this link is another.');
  },
  run: async ({ tx, principal, services }) => {
    const id = (principal.actor as { tokenId: string }).tokenId;
    const now = services.clock.now();
    const [opened] = await tx.query<Opened>(openSql, [id, now]);
    if (!opened) {
      const [open] = await tx.query(
        `select s.id from document_shares s join documents d on d.tenant_id = s.tenant_id and d.id = s.document_id where s.id = $1 and ${isOpenLink}`,
        [id, now],
      );
      throw open ? conflict('The file of this document has not arrived yet.') : noSuchLink();
    }
    const { documentName, versionNumber, fileName, contentType, url, generation, thumbnailUrl } = opened;
    const { downloadUrl, expiresAt } = await signDownload(services, { url, generation, fileName });
    const picture = thumbnailUrl && (await signView(services, thumbnailUrl));
    return { documentName, versionNumber, fileName, contentType, downloadUrl, thumbnailUrl: picture, expiresAt };
  },
});
