import { isNoTransaction, loneStatement, type Migration } from '@wheelhouse/shared/db/migrate/index.ts';
import { checks } from './all-checks.ts';
import { applyAnnotations, readAnnotations } from './annotations.ts';
import { baseline } from './baseline.ts';
import { beginScript, type Context, emptyContext, note } from './context.ts';
import { describeFinding, type Finding } from './finding.ts';
import { loadParser, readScript, type Script } from './script.ts';

type Kind = keyof typeof baseline;

/**
 * Dangerous statements in migrations that come after the baseline, as sentences that begin with file and line. Those up to the
 * baseline are read for what they made.
 */
export async function lintMigrations(
  files: Record<Kind, Migration[]>,
  since: Record<Kind, number> = baseline,
): Promise<string[]> {
  await loadParser();
  return (['platform', 'tenant'] as const).flatMap((kind) => {
    const context = emptyContext();
    return files[kind].flatMap((migration) => {
      const findings = lintScript(readScript(migration), context);
      if (migration.version <= since[kind]) return [];
      return findings.map((finding) => describeFinding(`sql/migrations/${kind}/${migration.name}`, finding));
    });
  });
}

function lintScript(script: Script, context: Context): Finding[] {
  beginScript(context, script);
  if (script.error) return [{ line: script.error.line, rule: 'syntax', message: script.error.message }];
  const found = isNoTransaction(script.migration)
    ? lintAlone(script, context)
    : script.statements.flatMap((one) => lintStatement(script, one, context));
  const { annotations, findings } = readAnnotations(script);
  return [...applyAnnotations(script, found, annotations), ...findings].sort((a, b) => a.line - b.line);
}

function lintStatement(script: Script, statement: Script['statements'][number], context: Context): Finding[] {
  const problems = checks.flatMap((check) => check(statement, context));
  note(context, statement);
  return problems.map(({ rule, message, location }) => ({
    line: location ? script.lineAt(location) : statement.line,
    statementLine: statement.line,
    rule,
    message,
  }));
}

/** What the migrator could not run would stop a deployment halfway. */
function lintAlone({ migration, sql, statements }: Script, context: Context): Finding[] {
  const [first, second] = statements;
  if (!first || second)
    return [{ line: second?.line ?? 1, rule: 'no-transaction', message: `holds ${statements.length} statements` }];
  note(context, first);
  try {
    loneStatement(migration, sql);
    return [];
  } catch (error) {
    return [{ line: first.line, rule: 'no-transaction', message: (error as Error).message }];
  }
}
