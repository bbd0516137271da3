import { z } from 'zod';

export const commentText = z.string().trim().min(1).max(10_000);
