/** What is wrong with the variables taken together, one sentence each. */
export function refusedCombinations(env: NodeJS.ProcessEnv): string[] {
  return [
    ...emulatorsInProduction(env),
    ...(env.K_SERVICE && !env.WHEELHOUSE_ENVIRONMENT
      ? ['WHEELHOUSE_ENVIRONMENT=: must be set on Cloud Run, so that nothing there runs as development by mistake']
      : []),
    ...(env.DATABASE_URL && env.INSTANCE_CONNECTION_NAME
      ? [`INSTANCE_CONNECTION_NAME=${env.INSTANCE_CONNECTION_NAME}: cannot stand beside DATABASE_URL; set one of them`]
      : []),
    ...['DATABASE_NAME', 'DATABASE_USER']
      .filter((name) => env.INSTANCE_CONNECTION_NAME && !env[name])
      .map((name) => `${name}=: must be set with INSTANCE_CONNECTION_NAME`),
    ...rolesWithoutLogin(env),
    ...(env.KMS_KEY && env.LOCAL_KEYRING
      ? [`LOCAL_KEYRING=${env.LOCAL_KEYRING}: cannot stand beside KMS_KEY; set one of them`]
      : []),
    ...(env.GEOCODER === 'google' && !env.GEOCODER_API_KEY ? ['GEOCODER_API_KEY=: must be set with GEOCODER=google'] : []),
    ...(env.GEOCODER === 'nominatim' && !env.GEOCODER_URL
      ? ['GEOCODER_URL=: must be set with GEOCODER=nominatim; the public server takes no fleets']
      : []),
    ...incompleteModel(env),
  ];
}

/** An emulator takes unsigned tokens and any caller, so production refuses to start with one. */
function emulatorsInProduction(env: NodeJS.ProcessEnv): string[] {
  if (env.WHEELHOUSE_ENVIRONMENT !== 'production') return [];
  return ['FIREBASE_AUTH_EMULATOR_HOST', 'PUBSUB_EMULATOR_HOST', 'STORAGE_EMULATOR_HOST']
    .filter((name) => env[name])
    .map((name) => `${name}=${env[name]}: must not be set when WHEELHOUSE_ENVIRONMENT=production`);
}

/** A role is acted as by a login; a login of IAM has no rights but those of its roles. */
function rolesWithoutLogin(env: NodeJS.ProcessEnv): string[] {
  const given = ['DATABASE_ROLE', 'DATABASE_OWNER_ROLE'].filter((name) => env[name]);
  const login = 'INSTANCE_CONNECTION_NAME with DATABASE_NAME and DATABASE_USER, or DATABASE_URL';
  return [
    ...(env.INSTANCE_CONNECTION_NAME || env.DATABASE_URL
      ? []
      : given.map((name) => `${name}=${env[name]}: is acted as by a login; set ${login}`)),
    ...(env.DATABASE_OWNER_ROLE && env.DATABASE_OWNER_URL
      ? [`DATABASE_OWNER_ROLE=${env.DATABASE_OWNER_ROLE}: cannot stand beside DATABASE_OWNER_URL; set one of them`]
      : []),
    ...(env.INSTANCE_CONNECTION_NAME && !env.DATABASE_PASSWORD && given.length === 0
      ? [
          'DATABASE_ROLE=: must be set with INSTANCE_CONNECTION_NAME where there is no DATABASE_PASSWORD: wheelhouse_app for functions ' +
            '(for migrations DATABASE_OWNER_ROLE=wheelhouse_owner), as a login of IAM has no rights of its own',
        ]
      : []),
  ];
}

/** What a model of a service needs beside its name; the price is not guessed, since the budget of a tenant rests on it. */
function incompleteModel(env: NodeJS.ProcessEnv): string[] {
  const provider = env.DOCUMENT_MODEL_PROVIDER;
  if (provider !== 'vertex' && provider !== 'anthropic') return [];
  const names = ['DOCUMENT_MODEL', 'DOCUMENT_MODEL_INPUT_USD_PER_MILLION', 'DOCUMENT_MODEL_OUTPUT_USD_PER_MILLION'];
  names.push(provider === 'vertex' ? 'GOOGLE_CLOUD_PROJECT' : 'ANTHROPIC_API_KEY');
  return names.filter((name) => !env[name]).map((name) => `${name}=: must be set with DOCUMENT_MODEL_PROVIDER=${provider}`);
}
