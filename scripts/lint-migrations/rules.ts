/** Why a statement is dangerous (which lock, what it stops) and what to write instead. */
type Rule = { why: string; instead: string };

const alone = 'in a migration of its own that begins with "-- wheelhouse: no-transaction"';

/** What new migrations must not do. The names are those of `-- lint: allow <rule>: <reason>`. */
export const rules = {
  drop: {
    why: 'Instances of the release before go on using it until the last of them has gone, and a rollback of the deployment needs it.',
    instead: 'Release code that no longer uses it first. Then drop it under "-- contract: after <release>: <reason>".',
  },
  rename: {
    why: 'Instances of the release before know the old name only, and a rollback of the deployment as well.',
    instead:
      'Add the new one beside it, write both, move the data in batches, read the new one; drop the old one a release later. A name that no code uses is renamed under "-- contract: after <release>: <reason>".',
  },
  'column-type': {
    why: 'ACCESS EXCLUSIVE while every row is rewritten and every index built anew: nothing can be read or written.',
    instead:
      'Add a column of the new type, write both, move the data in batches, read the new one, drop the old one. A varchar that grows, or becomes text, is not rewritten: allow it with that reason.',
  },
  'column-rewrite': {
    why: 'ACCESS EXCLUSIVE while every row is rewritten, as each gets a value of its own: nothing can be read or written.',
    instead:
      'Add the column without a default, set the default in a second statement (for new rows), and fill old rows in batches.',
  },
  'column-not-null': {
    why: 'It fails wherever the table has a row, since old rows have no value, and so does each insert of the release before.',
    instead: 'Give it a constant default, or add it nullable, fill it in batches and set it not null later.',
  },
  'column-constraint': {
    why: 'ACCESS EXCLUSIVE while all rows are checked or an index is built: nothing can be read or written.',
    instead:
      'Add the column bare; then the check or foreign key as "add constraint … not valid", or the unique index with "create unique index concurrently".',
  },
  'set-not-null': {
    why: 'ACCESS EXCLUSIVE while all rows are read: nothing can be read or written.',
    instead: `Add "check (<column> is not null) not valid", validate it ${alone}; PostgreSQL then takes its word, and set not null is instant.`,
  },
  'constraint-not-valid': {
    why: 'SHARE ROW EXCLUSIVE (foreign key, on both tables) or ACCESS EXCLUSIVE (check) while all rows are checked: nothing can be written.',
    instead: `Add it "not valid", which is instant and holds for new rows, and validate it ${alone}. A partitioned table takes no "not valid" foreign key, and row security of the partitions hides their rows from PostgreSQL's check: there, look for rows that break it first, and allow it with that reason.`,
  },
  'validate-alone': {
    why: 'All rows are checked under the locks that the transaction holds already, and within its limit of five minutes a statement.',
    instead: `Validate it ${alone}.`,
  },
  'unique-using-index': {
    why: 'ACCESS EXCLUSIVE while the index is built: nothing can be read or written.',
    instead: `"create unique index concurrently if not exists …" ${alone}, then "add constraint … using index …". A partitioned table takes no "using index": there, the unique index alone does it.`,
  },
  'exclusion-constraint': {
    why: 'ACCESS EXCLUSIVE while its index is built: nothing can be read or written; there is no concurrent way.',
    instead:
      'Put it on a new table that takes the place of this one, or, where the table is known to be small, allow it with that reason.',
  },
  'index-concurrently': {
    why: 'Making an index takes SHARE: nothing can be written while it is built. Dropping or rebuilding one takes ACCESS EXCLUSIVE.',
    instead: `"create index concurrently if not exists …" or "drop index concurrently if exists …" ${alone}. On a partitioned table, too: the migrator makes the index on only the parent, one on each partition concurrently, and attaches them.`,
  },
  'no-transaction': {
    why: 'Concurrent statements cannot run in the transaction that a migration is, and others must not run outside of it: a crash would leave half of them.',
    instead:
      'A migration that begins with "-- wheelhouse: no-transaction" holds exactly one "create [unique] index concurrently if not exists", "drop index concurrently if exists" or "alter table … validate constraint"; any other migration holds none of the first two.',
  },
  'rewrite-table': {
    why: 'ACCESS EXCLUSIVE while the table is written anew: nothing can be read or written.',
    instead:
      'Leave it out; where a table must shrink or move, do it outside of a deployment (pg_repack, or a new table filled in batches).',
  },
  'lock-table': {
    why: 'Whatever the mode stops waits until the end of the migration, and all that comes after queues behind it.',
    instead: 'Write statements that take the locks they need themselves, and are short.',
  },
  truncate: {
    why: 'ACCESS EXCLUSIVE, and the rows of all tenants are gone, without audit.',
    instead: 'Delete in batches in a job, or let the table go as a contract step.',
  },
  'whole-table-write': {
    why: 'Every row stays locked until the migration ends, its old versions pile up, and replicas fall behind.',
    instead: 'Move data in batches in a job (docs/migrations.md), between the migration that expands and the one that contracts.',
  },
  'alter-type': {
    why: 'A type is in use by tables, functions and sessions of the release before: rows may be rewritten or checked under ACCESS EXCLUSIVE, and values cannot be taken back.',
    instead: 'Closed sets are words with a check constraint (decision 3); for others make a new type and a new column of it.',
  },
  timeouts: {
    why: 'The migrator limits the time for locks and statements so that requests never queue for long, and tries again.',
    instead: 'Leave it out. The limit for locks is an option: npm run wheelhouse -- migrate --lock-timeout-ms.',
  },
  'transaction-control': {
    why: 'The migrator records the version in the same transaction: ending it here leaves a migration half applied and not recorded.',
    instead: 'Leave it out; what must not be one transaction is several migrations.',
  },
  'do-block': {
    why: 'What stands in a block of code, and what it puts together, cannot be checked.',
    instead: 'Write the statements themselves, or allow it with a reason after a check by eye of its locks.',
  },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;

/** Rules whose exception is a step of contraction. */
export const contractRules: readonly RuleName[] = ['drop', 'rename'];
