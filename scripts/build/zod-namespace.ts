const namedImport = /^import \{([^}]*)\} from (['"])(zod(?:\/v4)?)\2;/gm;

/**
 * Source text with `import { z } from 'zod'` written `import * as z from 'zod'`, which is the same: esbuild leaves out what is not used of a
 * namespace that is imported, but keeps all of one that is exported under a name, and with it the messages of zod in forty languages
 * (380 KB at every start).
 */
export function withZodNamespace(text: string): string {
  return text.replace(namedImport, (statement, list: string, quote: string, from: string) => {
    const names = list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const z = names.find((name) => /^z( as \w+)?$/.test(name));
    if (!z) return statement;
    const others = names.filter((name) => name !== z);
    const source = `${quote}${from}${quote}`;
    const rest = others.length > 0 ? ` import { ${others.join(', ')} } from ${source};` : '';
    return `import * as ${z.split(' as ')[1] ?? 'z'} from ${source};${rest}`;
  });
}
