/** A comment of SQL. Offsets are places in the text, `line` counts from 1. */
export type Comment = { start: number; end: number; line: number; text: string };

/**
 * Comments of an SQL text; what looks like one inside of a string, a quoted name or a dollar-quoted body is none
 * (PostgreSQL manual, 4.1 Lexical Structure).
 */
export function commentsOf(text: string): Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let place = 0;
  while (place < text.length) {
    const end = endOfToken(text, place);
    const token = text.slice(place, end);
    if (token.startsWith('--') || token.startsWith('/*')) comments.push({ start: place, end, line, text: token });
    line += token.split('\n').length - 1;
    place = end;
  }
  return comments;
}

/** Where the comment, string or quoted name that begins here ends; the next character where none begins. */
function endOfToken(text: string, start: number): number {
  const after = (mark: string, from: number): number => {
    const found = text.indexOf(mark, from);
    return found < 0 ? text.length : found + mark.length;
  };
  if (text.startsWith('--', start)) return text.indexOf('\n', start) < 0 ? text.length : text.indexOf('\n', start);
  if (text.startsWith('/*', start)) return endOfBlock(text, start);
  if (text[start] === "'")
    return /(^|\W)[eE]$/.test(text.slice(Math.max(0, start - 2), start)) ? endOfEscaped(text, start) : after("'", start + 1);
  if (text[start] === '"') return after('"', start + 1);
  // A dollar inside of a name begins no body.
  const tag = /^\$([A-Za-z_]\w*)?\$/.exec(text.slice(start, start + 66))?.[0];
  if (tag && !/\w/.test(text[start - 1] ?? '')) return after(tag, start + tag.length);
  return start + 1;
}

/** Block comments nest. */
function endOfBlock(text: string, start: number): number {
  let depth = 0;
  for (let place = start; place < text.length; place += 1) {
    const pair = text.slice(place, place + 2);
    if (pair !== '/*' && pair !== '*/') continue;
    depth += pair === '/*' ? 1 : -1;
    place += 1;
    if (depth === 0) return place + 1;
  }
  return text.length;
}

/** E'…' takes a backslash before a quote. */
function endOfEscaped(text: string, start: number): number {
  for (let place = start + 1; place < text.length; place += 1) {
    if (text[place] === '\\') place += 1;
    else if (text[place] === "'") return place + 1;
  }
  return text.length;
}
