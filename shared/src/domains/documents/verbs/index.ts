export { addVersion } from './addVersion.ts';
export { archive } from './archive.ts';
export { download } from './download.ts';
export { reanalyse } from './reanalyse.ts';
export { restore } from './restore.ts';
export { search } from './search.ts';
export { text } from './text.ts';
export { upload } from './upload.ts';
