import type { Reason } from '../reason.js';
import { COMPARISONS, type ComparisonSign, type Expression } from './parse.js';
import { Mismatch, shownValue, type Term, type TermType } from './term.js';
import { TYPE_WORDS, type Value, type ValueType } from './units.js';
import type { Subject } from './vocabulary.js';

type Binary = Extract<Expression, { kind: 'binary' }>;

/** The part that two others and a sign between them are. */
export function binaryTerm(tree: Binary, left: Term, right: Term, text: string): Term {
  const { sign } = tree;
  if (sign === 'and' || sign === 'or') return logical(tree, left, right, text);
  if ((COMPARISONS as readonly string[]).includes(sign)) return comparison(tree, left, right, text);
  return arithmetic(tree, left, right, text);
}

/** Kleene's logic: what is missing stays open unless the other side decides. Both sides are looked at, for the reasons. */
function logical(tree: Binary, left: Term, right: Term, text: string): Term {
  for (const side of [left, right]) {
    if (side.type !== 'boolean') {
      throw new Mismatch(
        side.tree,
        `expected true or false beside "${tree.sign}", got ${inWords(side)}; compare it with something`,
      );
    }
  }
  const decisive = tree.sign === 'or';
  const read = (subject: Subject, trace?: Reason[]): boolean | undefined => {
    const a = left.read(subject, trace);
    if (a === decisive && trace === undefined) return decisive;
    const b = right.read(subject, trace);
    if (a === decisive || b === decisive) return decisive;
    return a === undefined || b === undefined ? undefined : !decisive;
  };
  return { type: 'boolean', tree, text, read };
}

function comparison(tree: Binary, left: Term, right: Term, text: string): Term {
  const type = commonType(left, right, tree);
  const sign = tree.sign as ComparisonSign;
  if ((type === 'text' || type === 'boolean') && sign !== '==' && sign !== '!=') {
    throw new Mismatch(tree, `expected == or != between ${inWords(left)} and ${inWords(right)}, got ${sign}`);
  }
  const [a, b] = [asType(left, type), asType(right, type)];
  assertPossible(left, b, type);
  assertPossible(right, a, type);
  const compare = COMPARE[sign];
  const isSwapped = left.fixed !== undefined && right.fixed === undefined;
  const read = (subject: Subject, trace?: Reason[]): boolean | undefined => {
    const [x, y] = [a.read(subject, trace), b.read(subject, trace)];
    const verdict = x === undefined || y === undefined ? undefined : compare(x, y);
    if (trace) {
      const [observed, limit] = isSwapped ? [y, x] : [x, y];
      trace.push({
        check: text,
        observed: shownValue(observed, type),
        limit: shownValue(limit, type),
        verdict: verdict === undefined ? 'unknown' : verdict ? 'met' : 'not-met',
      });
    }
    return verdict;
  };
  return { type: 'boolean', tree, text, read };
}

const COMPARE: Readonly<Record<ComparisonSign, (a: Value, b: Value) => boolean>> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

function arithmetic(tree: Binary, left: Term, right: Term, text: string): Term {
  for (const side of [left, right]) {
    if (side.type === 'text' || side.type === 'boolean') {
      throw new Mismatch(side.tree, `expected a number beside "${tree.sign}", got ${inWords(side)}`);
    }
  }
  const isSum = tree.sign === '+' || tree.sign === '-';
  const type = isSum ? commonType(left, right, tree) : productType(tree, left, right);
  const [a, b] = isSum ? [asType(left, type), asType(right, type)] : [left, right];
  const compute = ARITHMETIC[tree.sign as keyof typeof ARITHMETIC];
  const read = (subject: Subject): Value | undefined => {
    const [x, y] = [a.read(subject), b.read(subject)];
    const value = x === undefined || y === undefined ? Number.NaN : compute(x as number, y as number);
    // A division by zero has no answer, like a missing fact.
    return Number.isFinite(value) ? value : undefined;
  };
  return { type, tree, text, read };
}

const ARITHMETIC = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
} as const;

const isPlain = (type: TermType) => type === 'literal' || type === 'ratio' || type === 'count' || type === 'share';

/** A product keeps the unit of the side that has one; a quotient of two equal units has none. */
function productType(tree: Binary, left: Term, right: Term): TermType {
  if (tree.sign === '/' && left.type === right.type) return 'ratio';
  if (isPlain(right.type)) return left.type === 'literal' && right.type !== 'literal' ? 'ratio' : left.type;
  if (tree.sign === '*' && isPlain(left.type)) return right.type;
  throw new Mismatch(
    tree,
    `expected a plain number on one side of "${tree.sign}", got ${inWords(left)} and ${inWords(right)}`,
  );
}

/** The unit that both sides have, or that one gives the other. */
function commonType(left: Term, right: Term, tree: Binary): TermType {
  const [a, b] = [left.type, right.type];
  if (a === b) return a;
  if (takes(a, b)) return a;
  if (takes(b, a)) return b;
  if ((a === 'count' && b === 'ratio') || (a === 'ratio' && b === 'count')) return 'ratio';
  throw new Mismatch(
    tree,
    `expected the same unit on both sides of "${tree.sign}", got ${inWords(left)} and ${inWords(right)}`,
  );
}

/** Whether a number that is written out may have the unit of the other side. */
function takes(type: TermType, written: TermType): boolean {
  if (written === 'literal') return ['share', 'percentage', 'count', 'ratio'].includes(type);
  return written === 'percent' && (type === 'share' || type === 'percentage');
}

function asType(term: Term, type: TermType): Term {
  if (term.type !== 'percent' || type !== 'share') return term;
  const read = (subject: Subject) => {
    const value = term.read(subject);
    return value === undefined ? undefined : (value as number) / 100;
  };
  return { ...term, type, ...(term.fixed !== undefined && { fixed: (term.fixed as number) / 100 }), read };
}

/** A fact of [0, 1] compared with 60 was meant otherwise. */
function assertPossible(side: Term, other: Term, type: TermType): void {
  const isFact = side.tree.kind === 'name' || side.tree.kind === 'call';
  const limit = type === 'share' ? 1 : type === 'percentage' ? 100 : undefined;
  const value = other.fixed;
  if (!isFact || limit === undefined || typeof value !== 'number' || (value >= 0 && value <= limit)) return;
  const hint = type === 'share' && value <= 100 && value > 1 ? `; write ${value / 100} or ${value} %` : '';
  throw new Mismatch(
    other.tree,
    `expected ${TYPE_WORDS[type as ValueType]} beside ${side.text}, got ${other.text}${hint}`,
  );
}

function inWords({ type, text }: Term): string {
  if (type === 'literal') return `${text} (a number without a unit)`;
  return `${text.slice(0, 80)} (${type === 'percent' ? 'a percentage' : TYPE_WORDS[type]})`;
}
