/** A piece of an expression; `at` and `end` are offsets in its text. */
export interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign' | 'end';
  /** The characters; of a text what stands between its quotes. */
  readonly text: string;
  /** Of a number: the unit that follows it without a blank, or `%`. */
  readonly unit: string;
  readonly at: number;
  readonly end: number;
}

/** What is wrong with an expression, and where in its text. */
export interface ExpressionProblem {
  readonly at: number;
  readonly problem: string;
}

/** Longest expression in characters. */
export const MAX_EXPRESSION_LENGTH = 1000;

const TWO_SIGNS = ['>=', '<=', '==', '!='];
const ONE_SIGN = '<>()+-*/,=';

/**
 * The tokens of an expression, the last of kind `end`; one pass over the text.
 *
 * @returns the tokens, or the first problem.
 */
export function tokensOf(text: string): readonly Token[] | ExpressionProblem {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    return {
      at: 0,
      problem: `expected an expression of at most ${MAX_EXPRESSION_LENGTH} characters, got ${text.length}`,
    };
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text[at]!)) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    if ('problem' in token) return token;
    tokens.push(token);
    at = token.end;
  }
  return [...tokens, { kind: 'end', text: 'the end', unit: '', at, end: at }];
}

function tokenAt(text: string, at: number): Token | ExpressionProblem {
  const first = text[at]!;
  if (isDigit(first)) return numberAt(text, at);
  if (isLetter(first)) {
    const end = endWhile(text, at, (letter) => isLetter(letter) || isDigit(letter) || letter === '.');
    return { kind: 'word', text: text.slice(at, end), unit: '', at, end };
  }
  if (first === '"' || first === "'") return textAt(text, at, first);
  const two = text.slice(at, at + 2);
  if (TWO_SIGNS.includes(two)) return { kind: 'sign', text: two, unit: '', at, end: at + 2 };
  if (ONE_SIGN.includes(first)) return { kind: 'sign', text: first, unit: '', at, end: at + 1 };
  return {
    at,
    problem: `expected a number, a name, a text in quotes or a sign, got ${JSON.stringify(first)}${hint(first)}`,
  };
}

function hint(sign: string): string {
  if (sign === '&') return '; write "and"';
  if (sign === '|') return '; write "or"';
  return sign === '!' ? '; write "not" or "!="' : '';
}

function numberAt(text: string, at: number): Token | ExpressionProblem {
  let end = endWhile(text, at, isDigit);
  if (text[end] === '.') {
    const from = end + 1;
    end = endWhile(text, from, isDigit);
    if (end === from)
      return { at, problem: `expected digits after the point of a number, got ${JSON.stringify(text.slice(at, end))}` };
  }
  const unitAt = text[end] === ' ' && text[end + 1] === '%' ? end + 1 : end;
  const unitEnd = text[unitAt] === '%' ? unitAt + 1 : endWhile(text, unitAt, isLetter);
  return { kind: 'number', text: text.slice(at, end), unit: text.slice(unitAt, unitEnd), at, end: unitEnd };
}

function textAt(text: string, at: number, quote: string): Token | ExpressionProblem {
  const end = text.indexOf(quote, at + 1);
  if (end < 0) return { at, problem: `expected a closing ${quote} of the text that begins here, got none` };
  return { kind: 'text', text: text.slice(at + 1, end), unit: '', at, end: end + 1 };
}

function endWhile(text: string, from: number, belongs: (letter: string) => boolean): number {
  let end = from;
  while (end < text.length && belongs(text[end]!)) end += 1;
  return end;
}

const isBlank = (letter: string) => letter === ' ' || letter === '\n' || letter === '\t' || letter === '\r';
const isDigit = (letter: string) => letter >= '0' && letter <= '9';
const isLetter = (letter: string) =>
  (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter === '_';
