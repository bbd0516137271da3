export { blindIndex, ignoringCase, type Normalise, trimmed } from './blind-index.ts';
export { createDataKeys, type DataKeyStore, type DataKeys, type WrappedKey } from './data-keys.ts';
export { DecryptionError, decryptField, encryptField, type FieldContext } from './envelope.ts';
export type { KeyRing } from './keyring.ts';
export { createKmsKeyRing, type KmsClient, KmsIntegrityError } from './kms-keyring.ts';
export { createLocalKeyRing, rotateLocalKeyRing } from './local-keyring.ts';
