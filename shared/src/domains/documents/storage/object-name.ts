import { validate } from 'uuid';

// Where files of tenants are in the bucket:
//   tenants/<tenant id>/documents/<document id>/<version number>/<file name>   uploads through the API
//   tenants/<tenant id or slug>/inbox/[folder/…]<file name>                    files dropped by hand or by a machine
//   tenants/<tenant id>/thumbnails/<document id>/<version number>.png          made by the analysis

/** What the name of an object says. A tenant is named by id or slug; nothing here says that it exists. */
export type ObjectPlace =
  | { kind: 'upload'; tenantId: string; documentId: string; versionNumber: number }
  | { kind: 'inbox'; tenant: string; folders: string[]; fileName: string }
  /** Made by the analysis of a document. */
  | { kind: 'derived' }
  /** The empty object that consoles make to show an empty folder. */
  | { kind: 'placeholder' }
  | { kind: 'outside' };

/** Longest name of a folder, in characters. */
const maxFolderName = 255;

/** Reads the name of an object. Anything that is not laid out as above is `outside`. */
export function parseObjectName(name: string): ObjectPlace {
  const [root, tenant = '', area, ...rest] = name.split('/');
  if (root !== 'tenants' || tenant === '' || name.includes('\0')) return { kind: 'outside' };
  if (area === 'inbox') return inboxPlace(tenant, rest);
  if (area === 'thumbnails' && validate(tenant)) return { kind: 'derived' };
  const [documentId = '', version = '', fileName = ''] = rest;
  const isUpload = area === 'documents' && rest.length === 3 && validate(tenant) && validate(documentId) && fileName !== '';
  if (!isUpload || !/^[1-9]\d{0,8}$/.test(version)) return { kind: 'outside' };
  return { kind: 'upload', tenantId: tenant, documentId, versionNumber: Number(version) };
}

function inboxPlace(tenant: string, segments: string[]): ObjectPlace {
  const fileName = segments.at(-1)?.trim();
  if (fileName === undefined) return { kind: 'outside' };
  if (fileName === '') return { kind: 'placeholder' };
  const folders = segments
    .slice(0, -1)
    .map((folder) => folder.trim())
    .filter((folder) => folder !== '');
  if (folders.some((folder) => [...folder].length > maxFolderName)) return { kind: 'outside' };
  return { kind: 'inbox', tenant, folders, fileName };
}

/** The object of an uploaded version. */
export function uploadObjectName(version: {
  tenantId: string;
  documentId: string;
  versionNumber: number;
  fileName: string;
}): string {
  const { tenantId, documentId, versionNumber, fileName } = version;
  return `tenants/${tenantId}/documents/${documentId}/${versionNumber}/${objectFileName(fileName)}`;
}

/** The small picture of a version. */
export function thumbnailObjectName(tenantId: string, documentId: string, versionNumber: number): string {
  return `tenants/${tenantId}/thumbnails/${documentId}/${versionNumber}.png`;
}

/**
 * A file name as the last part of an object's name, which tools turn into a path when they copy a bucket: without slashes, control
 * characters and what Cloud Storage advises against (#[]*?), never `.` or `..`, and short. The row keeps the name as it is.
 * https://cloud.google.com/storage/docs/objects#naming
 */
export function objectFileName(fileName: string): string {
  const plain = fileName
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}/\\:#[\]*?"<>|]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '_');
  const characters = [...plain];
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? '';
  // Four bytes a character at most: an object's name has 1,024 bytes in all.
  return characters.length <= 200 ? plain : characters.slice(0, 200 - extension.length).join('') + extension;
}

/** `pdf` of `Report.PDF`; undefined where the name has no extension. */
export function extensionOf(fileName: string): string | undefined {
  return /\.([A-Za-z0-9]{1,10})$/.exec(fileName)?.[1]?.toLowerCase();
}

export function fileUrl(bucket: string, name: string): string {
  return `gs://${bucket}/${name}`;
}

/** Bucket and object of a gs:// address. */
export function objectOfUrl(url: string): { bucket: string; name: string } {
  const match = /^gs:\/\/([^/]+)\/(.+)$/s.exec(url);
  if (!match) throw new Error(`${url} is not the address of an object (gs://bucket/name).`);
  return { bucket: match[1] as string, name: match[2] as string };
}
