import { tokensOf, type ExpressionProblem, type Token } from './tokens.js';

/** Signs that compare. */
export const COMPARISONS = ['>=', '<=', '==', '!=', '>', '<'] as const;
export type ComparisonSign = (typeof COMPARISONS)[number];
export type BinarySign = ComparisonSign | '+' | '-' | '*' | '/' | 'and' | 'or';

interface Placed {
  readonly at: number;
  readonly end: number;
}

/** An expression as it is written. */
export type Expression = Placed &
  (
    | { readonly kind: 'number'; readonly value: number; readonly unit: string }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Argument[] }
    | { readonly kind: 'not' | 'minus'; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly sign: BinarySign; readonly left: Expression; readonly right: Expression }
  );

/** An argument of a call, perhaps with its name: `alpha=0.01`. */
export interface Argument {
  readonly name: string | undefined;
  readonly value: Expression;
}

/** How deep parentheses, calls and signs may stand in each other. */
const MAX_DEPTH = 32;
const BINARY: readonly (readonly string[])[] = [['or'], ['and'], [], COMPARISONS, ['+', '-'], ['*', '/']];
const NOT_LEVEL = 2;
const COMPARISON_LEVEL = 3;

/**
 * The tree of an expression, by recursive descent: `or`, `and`, `not`, one comparison, `+ -`, `* /`, `-`, and within them
 * numbers with units, texts, `true`, `false`, names, calls and parentheses. Every token is looked at once.
 *
 * @returns the tree, or the first problem.
 */
export function parseExpression(text: string): Expression | ExpressionProblem {
  const tokens = tokensOf(text);
  if ('problem' in tokens) return tokens;
  try {
    return new Parser(tokens).whole();
  } catch (error) {
    if (error instanceof Refusal) return { at: error.at, problem: error.message };
    throw error;
  }
}

/** Leaves the parser at its first problem. */
class Refusal extends Error {
  constructor(
    readonly at: number,
    problem: string,
  ) {
    super(problem);
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#binary(0);
    const rest = this.#peek();
    if (rest.kind !== 'end') this.#refuse(rest, 'expected "and", "or", a comparison or the end');
    return expression;
  }

  #binary(level: number): Expression {
    if (level === NOT_LEVEL) return this.#not();
    if (level === BINARY.length) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const { kind, text } = this.#peek();
      if ((kind !== 'sign' && kind !== 'word') || !BINARY[level]!.includes(text)) return left;
      this.#next += 1;
      const right = this.#binary(level + 1);
      left = { kind: 'binary', sign: text as BinarySign, left, right, at: left.at, end: right.end };
      if (level !== COMPARISON_LEVEL) continue;
      const again = this.#peek();
      if (BINARY[level]!.includes(again.text)) this.#refuse(again, 'expected one comparison; write "a < b and b < c"');
      return left;
    }
  }

  #not(): Expression {
    const token = this.#peek();
    if (token.kind !== 'word' || token.text !== 'not') return this.#binary(NOT_LEVEL + 1);
    this.#next += 1;
    const operand = this.#deeper(token, () => this.#not());
    return { kind: 'not', operand, at: token.at, end: operand.end };
  }

  #unary(): Expression {
    const token = this.#peek();
    if (token.text !== '-' || token.kind !== 'sign') return this.#primary();
    this.#next += 1;
    const operand = this.#deeper(token, () => this.#unary());
    return { kind: 'minus', operand, at: token.at, end: operand.end };
  }

  #primary(): Expression {
    const token = this.#peek();
    const { at, end, text } = token;
    this.#next += 1;
    if (token.kind === 'number') return { kind: 'number', value: Number(text), unit: token.unit, at, end };
    if (token.kind === 'text') return { kind: 'text', value: text, at, end };
    if (token.kind === 'sign' && text === '(') {
      const inner = this.#deeper(token, () => this.#binary(0));
      return { ...inner, at, end: this.#close() };
    }
    if (token.kind !== 'word' || ['and', 'or', 'not'].includes(text)) {
      this.#refuse(token, 'expected a number, a name or a text in quotes');
    }
    if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', at, end };
    if (this.#peek().text !== '(' || this.#peek().kind !== 'sign') return { kind: 'name', name: text, at, end };
    this.#next += 1;
    const args = this.#deeper(token, () => this.#arguments());
    return { kind: 'call', name: text, args, at, end: this.#close() };
  }

  #arguments(): Argument[] {
    const args: Argument[] = [];
    while (this.#peek().text !== ')' || args.length > 0) {
      const [token, after] = [this.#peek(), this.#tokens[this.#next + 1]];
      const isNamed = token.kind === 'word' && after?.kind === 'sign' && after.text === '=';
      if (isNamed) this.#next += 2;
      args.push({ name: isNamed ? token.text : undefined, value: this.#binary(0) });
      if (this.#peek().text !== ',' || this.#peek().kind !== 'sign') break;
      this.#next += 1;
    }
    return args;
  }

  #close(): number {
    const token = this.#peek();
    if (token.kind !== 'sign' || token.text !== ')') this.#refuse(token, 'expected ")"');
    this.#next += 1;
    return token.end;
  }

  #deeper<T>(token: Token, read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#refuse(token, `expected at most ${MAX_DEPTH} levels of parentheses and signs`);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #refuse(token: Token, expected: string): never {
    const single = token.kind === 'sign' && token.text === '=' ? '; to compare, write "=="' : '';
    const got = token.kind === 'end' ? token.text : JSON.stringify(token.text.slice(0, 40));
    throw new Refusal(token.at, `${expected}, got ${got}${single}`);
  }
}
