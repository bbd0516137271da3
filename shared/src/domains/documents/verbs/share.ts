import { v7 } from 'uuid';
import { z } from 'zod';
import { makeApiToken } from '../../../auth/api-token.ts';
import type { Tx } from '../../../db/scope.ts';
import { conflict, invalidField } from '../../../errors.ts';
import { momentSchema } from '../../../resource/moment.ts';
import { verb } from '../../../resource/verb.ts';
import { emitCreated } from '../record.ts';
import { requireShareable, shareableOf } from '../sharing/may-share.ts';
import { hashPassword } from '../sharing/password.ts';
import { documentShareResource } from '../sharing/resources.ts';
import { sharePermissionLevels } from '../tables/index.ts';

const link = z.strictObject({
  password: z.string().min(8).max(200).optional().describe('Asked for at each opening.'),
  maxAccessCount: z.int().min(1).max(1_000_000).optional().describe('Openings until the link ends; any number by default.'),
});

const input = z.strictObject({
  userId: z.guid().optional(),
  role: z.string().trim().min(1).max(100).optional().describe('Name of the role.'),
  departmentId: z.guid().optional(),
  link: link.optional().describe('For whoever has it, also without an account; needs `expiresAt`.'),
  permissionLevel: z.enum(sharePermissionLevels).default('view').describe('A link only shows: `view`.'),
  expiresAt: momentSchema.optional().describe('For good by default.'),
  canReshare: z.boolean().default(false),
});

type Input = z.output<typeof input>;

export const share = verb({
  name: 'share',
  on: 'documents',
  target: 'item',
  permission: 'document.read_own',
  summary: 'Share a document with a user, a role, a department, or by a link',
  description:
    'Who may write documents may share those they see; who holds a share with `canReshare` may pass on as much as they have. The secret ' +
    'of a link is answered here and never again. A page that has it, best behind the # of its address, which no server is sent, asks ' +
    'POST /v1/documents:openShared with it.',
  input,
  output: z.object({
    id: z.guid(),
    documentId: z.guid(),
    permissionLevel: z.enum(sharePermissionLevels),
    expiresAt: z.iso.datetime().nullable(),
    token: z.string().nullable().describe('Secret of a link; null for other shares.'),
  }),
  status: 201,
  secretAnswer: true,
  // Takes its time, so no connection waits for it.
  prepare: async ({ input }) => (input.link?.password === undefined ? null : await hashPassword(input.link.password)),
  run: async ({ tx, id: documentId, input, prepared: passwordHash, principal, services }) => {
    requireOneRecipient(input);
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
    if (expiresAt && expiresAt <= services.clock.now()) throw invalidField('expiresAt', 'Must lie in the future.');
    requireShareable(await shareableOf(tx, principal, documentId), {
      // A link is for anyone, so it is not for those who may only pass on what they see.
      level: input.link ? 'admin' : input.permissionLevel,
      expiresAt,
    });
    if (input.role !== undefined) await requireRole(tx, input.role);
    const id = v7();
    const secret = input.link && makeApiToken({ tenantId: principal.tenantId, tokenId: id }, 'whd');
    await tx.query(
      `insert into document_shares (id, document_id, shared_by_user_id, shared_with_user_id, shared_with_role, shared_with_department_id,
         permission_level, expires_at, can_reshare, share_link, token_hash, password_hash, max_access_count)
       values ($1, $2, (select u.id from users u where u.id = platform.current_user_id()), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        documentId,
        input.userId ?? null,
        input.role ?? null,
        input.departmentId ?? null,
        input.permissionLevel,
        expiresAt,
        input.canReshare,
        secret?.prefix ?? null,
        secret?.hash ?? null,
        passwordHash,
        input.link?.maxAccessCount ?? null,
      ],
    );
    await emitCreated(tx, documentShareResource, id);
    const { permissionLevel } = input;
    return { id, documentId, permissionLevel, expiresAt: expiresAt?.toISOString() ?? null, token: secret?.token ?? null };
  },
});

function requireOneRecipient({ userId, role, departmentId, link, permissionLevel, expiresAt, canReshare }: Input): void {
  if ([userId, role, departmentId, link].filter((one) => one !== undefined).length !== 1)
    throw invalidField('userId', 'Give exactly one of userId, role, departmentId and link.', 'one_of');
  if (!link) return;
  if (expiresAt === undefined) throw invalidField('expiresAt', 'A link must end at some time.', 'required');
  if (permissionLevel !== 'view') throw invalidField('permissionLevel', 'A link only shows: view.');
  if (canReshare) throw invalidField('canReshare', 'Whoever has a link can pass it on anyway; leave this out.');
}

async function requireRole(tx: Tx, name: string): Promise<void> {
  const [role] = await tx.query<{ active: boolean }>('select is_active as active from roles where role_name = $1', [name]);
  if (!role) throw invalidField('role', `There is no role ${name}.`, 'invalid_reference');
  if (!role.active) throw conflict(`The role ${name} is switched off.`);
}
