import { withTenant } from '@wheelhouse/shared/db/scope.ts';
import { describe, expect, it } from 'vitest';
import { newTenant, type TestTenant, testDatabase } from '../../../../harness/index.ts';
import { addDocument, found, wordModel } from './passages.ts';

const model = wordModel('words', ['crane']);

/** A tenant with a department and four users: one of them in it, one with a role, two with nothing. */
async function newPeople(placement: 'pooled' | 'dedicated') {
  const tenant = await newTenant({ placement });
  return tenant.run(async (tx) => {
    const [department] = await tx.query<{ id: string }>(
      `insert into departments (department_name, department_code) values ('Claims', 'CL') returning id`,
    );
    const roles = await tx.query<{ id: string }>(
      `insert into roles (role_name, display_name) values ('adjuster', 'Adjuster'), ('clerk', 'Clerk') returning id`,
    );
    const [adjuster, clerk] = roles.map(({ id }) => id);
    const user = async (name: string, columns: Record<string, unknown> = {}) => {
      const row = { email: `${name}@example.org`, username: name, first_name: name, last_name: 'X', role_id: clerk, ...columns };
      const names = Object.keys(row);
      const [made] = await tx.query<{ id: string }>(
        `insert into users (${names}) values (${names.map((_, n) => `$${n + 1}`)}) returning id`,
        Object.values(row),
      );
      return made!.id;
    };
    const users = {
      named: await user('named'),
      member: await user('member', { department_id: department!.id }),
      adjuster: await user('adjuster', { role_id: adjuster }),
      stranger: await user('stranger'),
    };
    return { tenant, users, departmentId: department!.id };
  });
}

type Users = Record<'named' | 'member' | 'adjuster' | 'stranger', string>;

/** Who finds the crane, by its words and by its vector. */
async function finders(tenant: TestTenant, users: Users): Promise<{ text: string[]; vector: string[] }> {
  const finding = { text: [] as string[], vector: [] as string[] };
  for (const [name, userId] of Object.entries(users)) {
    const scope = tenant.scope('authenticated_user', { kind: 'user', userId });
    const hits = await withTenant(testDatabase(), scope, (tx) => found(tx, model, 'crane inspection'), { access: 'read' });
    if (hits.some(({ foundBy }) => foundBy.includes('text'))) finding.text.push(name);
    if (hits.some(({ foundBy }) => foundBy.includes('vector'))) finding.vector.push(name);
  }
  return finding;
}

const both = (...names: string[]) => ({ text: names, vector: names });
const passages = ['The crane inspection is due in May.'];

describe.each(['pooled', 'dedicated'] as const)('Search in restricted documents of a %s tenant', (placement) => {
  it('finds them only for the users, roles and departments of their access control', async () => {
    const { tenant, users, departmentId } = await newPeople(placement);
    const accesses = [{ users: [users.named] }, { roles: ['adjuster'] }, { departments: [departmentId] }];
    const names = ['named', 'adjuster', 'member'];
    for (const [place, access] of accesses.entries()) {
      const id = await tenant.run((tx) => addDocument(tx, model, passages, { access_control: JSON.stringify(access) }));
      expect(await finders(tenant, users)).toEqual(both(names[place]!));
      await tenant.run((tx) => tx.query('update documents set access_control = null where id = $1', [id]));
      expect(await finders(tenant, users)).toEqual(both('named', 'member', 'adjuster', 'stranger'));
      await tenant.run((tx) => tx.query('update documents set is_archived = true, archived_at = now() where id = $1', [id]));
      expect(await finders(tenant, users)).toEqual(both());
    }
  });

  it('finds what lies in a restricted folder only for those of the folder', async () => {
    const { tenant, users } = await newPeople(placement);
    await tenant.run(async (tx) => {
      const [top] = await tx.query<{ id: string }>(
        `insert into document_folders (folder_name, access_control) values ('Claims', $1) returning id`,
        [JSON.stringify({ roles: ['adjuster'] })],
      );
      const [below] = await tx.query<{ id: string }>(
        `insert into document_folders (folder_name, parent_folder_id) values ('2025', $1) returning id`,
        [top!.id],
      );
      await addDocument(tx, model, passages, { folder_id: below!.id });
    });
    expect(await finders(tenant, users)).toEqual(both('adjuster'));
  });

  it('finds shared documents for those they are shared with, until that is revoked or over', async () => {
    const { tenant, users, departmentId } = await newPeople(placement);
    const nobody = JSON.stringify({ users: [] });
    const id = await tenant.run((tx) => addDocument(tx, model, passages, { access_control: nobody }));
    expect(await finders(tenant, users)).toEqual(both());
    await tenant.run(async (tx) => {
      const share = `insert into document_shares (document_id, permission_level, `;
      await tx.query(`${share} shared_with_user_id) values ($1, 'view', $2)`, [id, users.named]);
      await tx.query(`${share} shared_with_role) values ($1, 'view', 'adjuster')`, [id]);
      await tx.query(`${share} shared_with_department_id) values ($1, 'view', $2)`, [id, departmentId]);
    });
    expect(await finders(tenant, users)).toEqual(both('named', 'member', 'adjuster'));
    await tenant.run((tx) => tx.query('update document_shares set revoked_at = now() where shared_with_user_id is not null'));
    await tenant.run((tx) => tx.query(`update document_shares set expires_at = now() where shared_with_role is not null`));
    expect(await finders(tenant, users)).toEqual(both('member'));
  });
});

it('A passage that many restricted ones with the same words stand before is found all the same', async () => {
  const { tenant, users } = await newPeople('pooled');
  await tenant.run(async (tx) => {
    const many = Array.from({ length: 200 }, () => passages[0]!);
    await addDocument(tx, model, many, { access_control: JSON.stringify({ users: [] }) });
    await addDocument(tx, model, passages);
  });
  expect(await finders(tenant, users)).toEqual(both('named', 'member', 'adjuster', 'stranger'));
});
