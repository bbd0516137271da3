/** An OpenAPI document, as far as it matters here. */
export interface ApiSpec {
  paths: Record<string, unknown>;
}

/** The paths, as the Auth emulator's API description names them, that the Admin SDK and the browser SDK use with password and custom-token sign-in. */
const routesInUse = new Set([
  '/v1/accounts:createAuthUri',
  '/v1/accounts:delete',
  '/v1/accounts:lookup',
  '/v1/accounts:resetPassword',
  '/v1/accounts:sendOobCode',
  '/v1/accounts:signInWithCustomToken',
  '/v1/accounts:signInWithPassword',
  '/v1/accounts:signUp',
  '/v1/accounts:update',
  '/v1/projects',
  '/v1/projects/{targetProjectId}/accounts',
  '/v1/projects/{targetProjectId}/accounts:batchCreate',
  '/v1/projects/{targetProjectId}/accounts:batchDelete',
  '/v1/projects/{targetProjectId}/accounts:batchGet',
  '/v1/projects/{targetProjectId}/accounts:delete',
  '/v1/projects/{targetProjectId}/accounts:lookup',
  '/v1/projects/{targetProjectId}/accounts:sendOobCode',
  '/v1/projects/{targetProjectId}/accounts:update',
  '/v1/recaptchaParams',
  '/v1/token',
  '/v2/passwordPolicy',
  '/v2/recaptchaConfig',
  '/emulator/v1/projects/{targetProjectId}/accounts',
  '/emulator/v1/projects/{targetProjectId}/oobCodes',
]);

/**
 * Removes every other route from `spec`, in place: the emulator compiles a validator for each route's bodies and answers
 * before it listens, and the unused ones make up most of that time.
 *
 * @throws Error when the description lacks a route in use, as another version of firebase-tools might
 */
export function keepRoutesInUse(spec: ApiSpec): void {
  for (const route of routesInUse) {
    if (!(route in spec.paths)) throw new Error(`the Auth emulator of this firebase-tools has no route ${route}`);
  }
  for (const path of Object.keys(spec.paths)) {
    if (!routesInUse.has(path)) delete spec.paths[path];
  }
}
