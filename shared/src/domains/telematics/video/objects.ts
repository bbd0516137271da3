import type { Services } from '../../../resource/services.ts';
import { fileUrl } from '../../documents/storage/object-name.ts';
import { documentsBucket } from '../../documents/storage/signed-url.ts';

/** Media types of videos that browsers play. */
export const videoTypes = ['video/mp4', 'video/webm', 'video/quicktime'] as const;

export const thumbnailTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;

/** Largest video, two gigabytes, and largest still picture. */
export const maxVideoBytes = 2 * 1024 ** 3;
export const maxThumbnailBytes = 5 * 1024 ** 2;

/** Longest footage of one file: six hours. */
export const maxFootageSeconds = 21_600;

type Part = 'video' | 'thumbnail';

/** The bucket of videos: one of its own where there is one. */
export function videoBucket(services: Services): string {
  return services.config.videoBucket ?? documentsBucket(services);
}

function objectName(footage: { tenantId: string; footageId: string }, part: Part): string {
  return `tenants/${footage.tenantId}/video/${footage.footageId}/${part}`;
}

/** Address of a file of a footage, as gs://bucket/name. */
export function objectUrl(services: Services, footage: { tenantId: string; footageId: string }, part: Part): string {
  return fileUrl(videoBucket(services), objectName(footage, part));
}
