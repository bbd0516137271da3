import { dirname, join, relative, sep } from 'node:path';

const besideItself = /new URL\('(\.{1,2}\/[^']+)', import\.meta\.url\)/g;
const ofPackage = /\.resolve\('([^']+)'\)/g;

/**
 * Source text of one of our modules with the files that it reads when it runs, `new URL('./codes.txt', import.meta.url)`, at the place where
 * a bundle has them: `files/` and their path in the project.
 *
 * @param path of the module, absolute
 */
export function withBundledFiles(text: string, path: string, root: string): string {
  return text.replace(besideItself, (_, request: string) => {
    const slash = request.endsWith('/') ? '/' : '';
    return `new URL('./files/${placeOf(request, path, root)}${slash}', import.meta.url)`;
  });
}

/** Paths in the project of the files and folders that a module reads when it runs. What is below a hidden folder is of this machine only. */
export function filesReadBy(text: string, path: string, root: string): string[] {
  return [...text.matchAll(besideItself)]
    .map(([, request = '']) => placeOf(request, path, root))
    .filter((place) => !place.startsWith('.'));
}

/**
 * Packages whose files a module looks for when it runs: `require.resolve('pdfjs-dist/package.json')`.
 *
 * @throws Error where a package is named that bundles do not bring along
 */
export function packagesReadBy(text: string, path: string, packages: readonly string[]): string[] {
  return [...text.matchAll(ofPackage)].map(([, request = '']) => {
    const name = packages.find((one) => request === one || request.startsWith(`${one}/`));
    if (!name)
      throw new Error(`${path} looks for ${request}, which is no package that a bundle brings along (scripts/build/bundle.ts).`);
    return name;
  });
}

function placeOf(request: string, path: string, root: string): string {
  const place = relative(root, join(dirname(path), request))
    .split(sep)
    .join('/');
  if (place.startsWith('..')) throw new Error(`${path} reads ${request}, which is outside of the project.`);
  return place;
}
