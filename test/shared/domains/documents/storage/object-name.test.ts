import { objectFileName, parseObjectName, uploadObjectName } from '@wheelhouse/shared/domains/documents/storage/object-name.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const tenantId = '0198f1de-0000-7000-8000-000000000001';
const documentId = '0198f1de-0000-7000-8000-000000000002';

it('An upload under any file name is found again, within the limits of object names', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 500 }),
      fc.integer({ min: 1, max: 999 }),
      (fileName, versionNumber) => {
        const name = uploadObjectName({ tenantId, documentId, versionNumber, fileName });
        expect(parseObjectName(name)).toEqual({ kind: 'upload', tenantId, documentId, versionNumber });
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(1024);
        expect(name).not.toMatch(/[\r\n\0]|\/\.{1,2}$/);
      },
    ),
  );
});

it('A long name keeps its extension', () => {
  expect(objectFileName(`${'ü'.repeat(400)}.pdf`)).toMatch(/^ü{196}\.pdf$/);
});

it('An inbox gives tenant, folders and file name; blank folders count for nothing', () => {
  expect(parseObjectName('tenants/acme/inbox/A//B /../f.pdf')).toEqual({
    kind: 'inbox',
    tenant: 'acme',
    folders: ['A', 'B', '..'],
    fileName: 'f.pdf',
  });
  expect(parseObjectName('tenants/acme/inbox/A/')).toEqual({ kind: 'placeholder' });
});

it.each([
  'f.pdf',
  '',
  '/tenants/acme/inbox/f.pdf',
  'tenants/acme/f.pdf',
  'tenants//inbox/f.pdf',
  'tenants/acme/inbox',
  `tenants/acme/inbox/${'x'.repeat(256)}/f.pdf`,
  `tenants/acme/documents/${documentId}/1/f.pdf`,
  `tenants/${tenantId}/documents/${documentId}/0/f.pdf`,
  `tenants/${tenantId}/documents/${documentId}/1/a/f.pdf`,
  `tenants/${tenantId}/documents/${documentId}/1/`,
  `Tenants/${tenantId}/documents/${documentId}/1/f.pdf`,
])('%j is outside the folders of tenants', (name) => {
  expect(parseObjectName(name)).toEqual({ kind: 'outside' });
});
