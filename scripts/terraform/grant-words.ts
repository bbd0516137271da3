/** What Terraform's expressions do not tell a reader: who is meant, on what, and why. */
export type GrantWords = {
  /** Who, where no account of the product is: the agents of Google's services, and whoever is named from outside. */
  who?: string;
  /** The resource, where it is not the project. */
  on?: string;
  why: string;
};

/** By the address of the grant. Those of the functions' own accounts are not here: they follow from function.yaml. */
export const grantWords: Record<string, GrantWords> = {
  'stack/google_artifact_registry_repository_iam_member.build_images': {
    on: 'the repository `wheelhouse-functions`',
    why: 'pushes the containers that it builds',
  },
  'stack/google_storage_bucket_iam_member.build_sources': { on: 'the bucket of bundles', why: 'reads what it builds' },
  'stack/google_project_iam_member.build_sources': {
    why: 'reads the copies that Cloud Functions makes, in a bucket that is there after the first build only',
  },
  'stack/google_project_iam_member.build_logs': { why: 'writes the log of a build' },
  'stack/google_project_iam_member.database_job': { why: 'connects to the database and logs in' },
  'stack/google_project_iam_member.database_people': { who: '`database_people`', why: 'log in to the database, to look at it' },
  'stack/google_secret_manager_secret_iam_member.database_job': {
    on: 'the secret `wheelhouse-database-admin-password`',
    why: 'makes roles and extensions as the administrator',
  },
  'stack/google_bigquery_table_iam_member.telemetry_writer': {
    who: 'agent of Pub/Sub',
    on: 'the table `telemetry.messages`',
    why: 'fills the telemetry lake',
  },
  'stack/google_project_iam_member.storage_notifications': {
    who: 'agent of Cloud Storage',
    why: 'tells Eventarc of new objects, by a topic that Eventarc makes',
  },
  'stack/google_project_iam_member.service_agents': {
    who: 'agents of Eventarc, Pub/Sub and Cloud SQL, each its own',
    why: 'do what their services do: Pub/Sub signs what it pushes, Eventarc makes triggers',
  },
  'modules/ci/google_project_iam_member.deployer': { why: 'see below' },
  'modules/ci/google_project_iam_member.deployer_within_limits': { why: 'see below' },
  'modules/ci/google_project_iam_member.deployer_custom': { why: 'see below' },
  'modules/ci/google_storage_bucket_iam_member.deployer': {
    on: 'the buckets of the state and of bundles',
    why: 'keeps the state, uploads bundles',
  },
  'modules/ci/google_secret_manager_secret_iam_member.smoke_token': {
    on: 'the secret named as `ci.smoke_token_secret`',
    why: 'asks what was deployed as an organisation would',
  },
  'modules/ci/google_service_account_iam_member.github': {
    who: 'workflows of the repository on GitHub, on its branch and in its environment',
    on: '`wheelhouse-ci`',
    why: 'deploy without a key',
  },
  'modules/function/google_cloud_run_v2_service_iam_member.invoker': {
    on: 'the service of the function',
    why: 'starts it: the application authenticates who calls an HTTP function, an account of its own starts any other',
  },
  'modules/function/google_project_iam_member.event_receiver': {
    why: 'receives the events of a bucket, where one starts the function',
  },
  'modules/keys/google_kms_crypto_key_iam_member.service_agent': {
    who: 'agents of BigQuery, Cloud SQL, Cloud Storage and Pub/Sub',
    on: 'one key each',
    why: 'encrypt with the keys of the project',
  },
  'modules/topic/google_pubsub_subscription_iam_member.dead_letter_mover': {
    who: 'agent of Pub/Sub',
    on: 'each subscription with a dead letter',
    why: 'takes out what cannot be delivered',
  },
  'modules/topic/google_pubsub_topic_iam_member.dead_letter_publisher': {
    who: 'agent of Pub/Sub',
    on: 'each dead-letter topic',
    why: 'puts it where a person finds it',
  },
  'modules/topic/google_pubsub_topic_iam_member.publisher': {
    who: 'functions that publish, and `telemetry_publishers`',
    on: 'the topic',
    why: 'publish',
  },
};
