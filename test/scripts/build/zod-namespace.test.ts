import { describe, expect, it } from 'vitest';
import { withZodNamespace } from '../../../scripts/build/zod-namespace.ts';

describe('The import of zod', () => {
  it.each([
    [`import { z } from 'zod';`, `import * as z from 'zod';`],
    [`import { z as z4 } from "zod/v4";`, `import * as z4 from "zod/v4";`],
    [`import { type ZodType, z } from 'zod';`, `import * as z from 'zod'; import { type ZodType } from 'zod';`],
  ])('%s becomes %s', (written, rewritten) => {
    expect(withZodNamespace(`const a = 1;\n${written}\n`)).toBe(`const a = 1;\n${rewritten}\n`);
  });

  it.each([`import type { z } from 'zod';`, `import { string } from 'zod';`, `import { z } from './zod.ts';`])(
    'stays where it is no namespace: %s',
    (written) => expect(withZodNamespace(written)).toBe(written),
  );
});
