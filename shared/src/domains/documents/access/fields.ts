import { z } from 'zod';

const ids = z.array(z.guid()).max(500).optional();

/** Who may see a document or a folder, besides administrators: nobody else may. `{}` is whoever uploaded or made it alone. */
export const accessControl = z.strictObject({
  users: ids,
  roles: z.array(z.string().trim().min(1).max(100)).max(100).optional().describe('Names of roles.'),
  departments: ids,
});
