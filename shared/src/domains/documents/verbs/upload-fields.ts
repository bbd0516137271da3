import { z } from 'zod';
import { maxUploadBytes } from '../storage/signed-url.ts';

/** What is said of a file before it is uploaded. */
export const fileInput = {
  fileName: z.string().trim().min(1).max(500).describe('As its owner calls it; any characters.'),
  contentType: z
    .string()
    .max(255)
    .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$/, 'a media type, such as application/pdf')
    .describe('Media type; bound into the signature.'),
  sizeBytes: z
    .int()
    .min(1)
    .max(maxUploadBytes)
    .optional()
    .describe('Bound into the signature where it is known: nothing longer or shorter is taken.'),
};

export const uploadSchema = z.object({
  documentId: z.guid(),
  versionNumber: z.int(),
  uploadUrl: z.url(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()).describe('Headers to send, exactly these.'),
  expiresAt: z.iso.datetime({ offset: true }),
});
