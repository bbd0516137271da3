import { invalidArgument } from './status.ts';

/** Says whether a message with these attributes is delivered. */
export type Filter = (attributes: Readonly<Record<string, string>>) => boolean;

const maxFilterBytes = 256;
const tokenPattern = /\s*(?:("(?:[^"\\]|\\.)*")|(!=|[=:().,-])|([A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?))/y;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let end = 0;
  const trimmed = text.trimEnd();
  while (end < trimmed.length) {
    tokenPattern.lastIndex = end;
    const match = tokenPattern.exec(trimmed);
    if (!match)
      throw invalidArgument(`Invalid filter: unexpected "${trimmed.slice(end).trimStart().slice(0, 10)}" in "${text}".`);
    tokens.push((match[1] ?? match[2] ?? match[3])!);
    end = tokenPattern.lastIndex;
  }
  return tokens;
}

class FilterParser {
  readonly #text: string;
  readonly #tokens: string[];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  parse(): Filter {
    const filter = this.#expression();
    if (this.#peek() !== undefined) throw this.#unexpected('the end');
    return filter;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#position];
  }

  #accept(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#position++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#accept(token)) throw this.#unexpected(`"${token}"`);
  }

  #unexpected(wanted: string): Error {
    return invalidArgument(`Invalid filter: expected ${wanted}, found ${this.#peek() ?? 'the end'} in "${this.#text}".`);
  }

  #expression(): Filter {
    const operands = [this.#operand()];
    const operator = this.#peek();
    if (operator !== 'AND' && operator !== 'OR') return operands[0]!;
    while (this.#accept(operator)) operands.push(this.#operand());
    const other = this.#peek();
    if (other === 'AND' || other === 'OR') throw this.#unexpected('parentheses around AND beside OR');
    if (operator === 'AND') return (attributes) => operands.every((matches) => matches(attributes));
    return (attributes) => operands.some((matches) => matches(attributes));
  }

  #operand(): Filter {
    if (this.#accept('NOT') || this.#accept('-')) {
      const negated = this.#operand();
      return (attributes) => !negated(attributes);
    }
    if (this.#accept('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (this.#accept('hasPrefix')) return this.#hasPrefix();
    return this.#comparison();
  }

  #hasPrefix(): Filter {
    this.#expect('(');
    this.#expect('attributes');
    this.#expect('.');
    const key = this.#key();
    this.#expect(',');
    const prefix = this.#string();
    this.#expect(')');
    return (attributes) => attributes[key]?.startsWith(prefix) ?? false;
  }

  #comparison(): Filter {
    this.#expect('attributes');
    if (this.#accept(':')) {
      const key = this.#key();
      return (attributes) => Object.hasOwn(attributes, key);
    }
    this.#expect('.');
    const key = this.#key();
    if (this.#accept('=')) {
      const value = this.#string();
      return (attributes) => attributes[key] === value;
    }
    this.#expect('!=');
    const value = this.#string();
    return (attributes) => attributes[key] !== value;
  }

  #key(): string {
    const token = this.#peek();
    if (token?.startsWith('"')) return this.#string();
    if (!token || !/^[A-Za-z0-9_]/.test(token)) throw this.#unexpected('an attribute key');
    this.#position++;
    return token;
  }

  #string(): string {
    const token = this.#peek();
    if (!token?.startsWith('"')) throw this.#unexpected('a quoted string');
    this.#position++;
    return token.slice(1, -1).replace(/\\(.)/g, '$1');
  }
}

/**
 * Reads a filter expression of a subscription: `attributes:key`, `attributes.key = "v"`, `!=` (also true where the key is absent),
 * `hasPrefix(attributes.key, "v")`, NOT or `-`, AND, OR, parentheses. AND beside OR needs parentheses. An empty text matches all.
 * Escapes in strings are a backslash before the character itself.
 *
 * @throws PubSubStatusError INVALID_ARGUMENT; the grammar is https://cloud.google.com/pubsub/docs/subscription-message-filter
 */
export function parseFilter(text: string): Filter {
  if (text === '') return () => true;
  if (Buffer.byteLength(text) > maxFilterBytes) throw invalidArgument(`The filter is longer than ${maxFilterBytes} bytes.`);
  return new FilterParser(text).parse();
}
