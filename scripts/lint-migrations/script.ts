import { type Migration, placeSql } from '@wheelhouse/shared/db/migrate/index.ts';
import { hasSqlDetails, loadModule, type Node, parseSync } from 'libpg-query';
import { type Comment, commentsOf } from './comments.ts';

/** A statement as PostgreSQL's own parser reads it. `line` is where it begins. */
export type Statement = { node: Node; line: number };

/** A migration, read. */
export type Script = {
  migration: Migration;
  /** Its text for the pooled placement. */
  sql: string;
  statements: Statement[];
  comments: Comment[];
  /** The line of a place that the parser gave. */
  lineAt(location: number): number;
  /** Why the parser did not understand it; then there are no statements. */
  error?: { line: number; message: string };
};

/** Call once before `readScript`. */
export const loadParser = loadModule;

/** Reads a migration as PostgreSQL 17 does. */
export function readScript(migration: Migration): Script {
  const sql = placeSql(migration.sql, 'app');
  // The parser counts bytes. With a character for each byte its places are places in the text.
  const bytes = Buffer.from(sql).toString('latin1');
  const lineAt = (location: number) => bytes.slice(0, location).split('\n').length;
  const comments = commentsOf(bytes).map((comment) => ({ ...comment, text: Buffer.from(comment.text, 'latin1').toString() }));
  try {
    const parsed: { stmts?: { stmt: Node; stmt_location?: number }[] } = parseSync(sql);
    const statements = (parsed.stmts ?? []).map(({ stmt, stmt_location }) => ({
      node: stmt,
      line: lineAt(firstToken(bytes, comments, stmt_location ?? 0)),
    }));
    return { migration, sql, statements, comments, lineAt };
  } catch (error) {
    if (!(error instanceof Error) || !hasSqlDetails(error)) throw error;
    const line = sql.slice(0, error.sqlDetails.cursorPosition).split('\n').length;
    return { migration, sql, statements: [], comments, lineAt, error: { line, message: error.message } };
  }
}

/** A statement's place is where the one before it ended. */
function firstToken(text: string, comments: Comment[], location: number): number {
  let place = location;
  for (;;) {
    const comment = comments.find(({ start }) => start === place);
    if (comment) place = comment.end;
    else if (/\s/.test(text[place] ?? '')) place += 1;
    else return place;
  }
}
