import { createRequire } from 'node:module';
import { isModuleNamespaceObject } from 'node:util/types';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);
const wrapped = 'exports of CommonJS';

/**
 * Gives what is imported when it is first used the exports that Node would give it. esbuild leaves an `import()` of a CommonJS package, in a
 * file of its own, with nothing but `default`; Node finds the names of its exports in its text.
 */
export function commonJsExports(): Plugin {
  return {
    name: 'commonjs-exports',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === 'resolved' || importer.includes('node_modules')) return undefined;
        const found = await resolve(path, { kind, importer, resolveDir, pluginData: 'resolved' });
        if (found.external || found.errors.length > 0) return undefined;
        const names = namesOf(found.path);
        return names ? { path, namespace: wrapped, pluginData: { names, resolveDir } } : undefined;
      });
      onLoad({ filter: /.*/, namespace: wrapped }, ({ path, pluginData: { names, resolveDir } }) => ({
        contents: `const whole = require('${path}');\nexport default whole;\nexport const { ${names.join(', ')} } = whole;\n`,
        resolveDir,
      }));
    },
  };
}

/** Names of the exports of a CommonJS package, without `default`; undefined for a package of modules. */
function namesOf(file: string): string[] | undefined {
  const exported = exportsOf(file);
  if (exported === undefined || isModuleNamespaceObject(exported)) return undefined;
  return Object.keys(exported).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !['default', '__esModule'].includes(name));
}

function exportsOf(file: string): object | undefined {
  try {
    return require(file) as object;
  } catch (error) {
    // Only a module waits.
    if ((error as NodeJS.ErrnoException).code === 'ERR_REQUIRE_ASYNC_MODULE') return undefined;
    throw error;
  }
}
