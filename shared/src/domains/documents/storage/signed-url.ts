import { unavailable } from '../../../errors.ts';
import type { Services } from '../../../resource/services.ts';
import { objectOfUrl } from './object-name.ts';

const minuteMs = 60_000;

/** Largest file that can be uploaded. */
export const maxUploadBytes = 100 * 1024 * 1024;

/** How to upload a file: send it with this method and exactly these headers. */
export type SignedUpload = { uploadUrl: string; method: 'PUT'; headers: Record<string, string>; expiresAt: string };

/**
 * A V4 signed URL that takes one file of this type and size for 15 minutes.
 * https://cloud.google.com/storage/docs/access-control/signed-urls
 *
 * @param file.sizeBytes where it is not known, any size up to `maxUploadBytes`
 */
export async function signUpload(
  services: Services,
  file: { url: string; contentType: string; sizeBytes?: number | undefined },
): Promise<SignedUpload> {
  const { contentType, sizeBytes } = file;
  const headers = {
    'content-type': contentType,
    'x-goog-content-length-range': sizeBytes === undefined ? `1,${maxUploadBytes}` : `${sizeBytes},${sizeBytes}`,
  };
  const { bucket, name } = objectOfUrl(file.url);
  const now = services.clock.now();
  const expiresAt = new Date(now.getTime() + 15 * minuteMs);
  const [uploadUrl] = await (await services.storage())
    .bucket(bucket)
    .file(name)
    .getSignedUrl({
      version: 'v4',
      action: 'write',
      accessibleAt: now,
      expires: expiresAt,
      contentType,
      extensionHeaders: { 'x-goog-content-length-range': headers['x-goog-content-length-range'] },
    });
  return { uploadUrl, method: 'PUT', headers, expiresAt: expiresAt.toISOString() };
}

/** A V4 signed URL that gives one generation of an object, as a download under its own name, for 15 minutes. */
export async function signDownload(
  services: Services,
  file: { url: string; generation: string; fileName: string },
): Promise<{ downloadUrl: string; expiresAt: string }> {
  const { bucket, name } = objectOfUrl(file.url);
  const now = services.clock.now();
  const expiresAt = new Date(now.getTime() + 15 * minuteMs);
  const [downloadUrl] = await (await services.storage())
    .bucket(bucket)
    .file(name)
    .getSignedUrl({
      version: 'v4',
      action: 'read',
      accessibleAt: now,
      expires: expiresAt,
      // A page that is stored here must never run in a browser under the bucket's origin.
      responseDisposition: `attachment; filename*=UTF-8''${encodeRfc8187(file.fileName)}`,
      queryParams: { generation: file.generation },
    });
  return { downloadUrl, expiresAt: expiresAt.toISOString() };
}

/** A V4 signed URL that shows a picture that the analysis made, for 15 minutes. */
export async function signView(services: Services, url: string): Promise<string> {
  const { bucket, name } = objectOfUrl(url);
  const now = services.clock.now();
  const [viewUrl] = await (await services.storage())
    .bucket(bucket)
    .file(name)
    .getSignedUrl({
      version: 'v4',
      action: 'read',
      accessibleAt: now,
      expires: new Date(now.getTime() + 15 * minuteMs),
    });
  return viewUrl;
}

/** The bucket of uploads. */
export function documentsBucket({ config }: Services): string {
  if (!config.documentsBucket) throw unavailable('Documents cannot be stored: DOCUMENTS_BUCKET is not set on this function.', 60);
  return config.documentsBucket;
}

/** RFC 8187, section 3.2.1. */
function encodeRfc8187(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
