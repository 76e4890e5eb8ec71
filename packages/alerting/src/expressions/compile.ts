import { didYouMean } from '@dqs/core';
import { DURATION_UNITS, durationOf } from '@dqs/core/calendar';

import type { Level } from '../alerts/alert.js';
import type { Reason } from '../reason.js';
import { binaryTerm } from './binary.js';
import { callTerm } from './call.js';
import { parseExpression, type Expression } from './parse.js';
import { Mismatch, type Term } from './term.js';
import type { ExpressionProblem } from './tokens.js';
import { TYPE_WORDS, type ValueType } from './units.js';
import { VOCABULARIES } from './vocabularies.js';
import type { FactDefinition, Subject, Vocabulary } from './vocabulary.js';

/** A condition that is ready to be asked. */
export interface Condition {
  /** As it is written. */
  readonly text: string;
  /** Names of the facts and functions that it asks for. */
  readonly uses: ReadonlySet<string>;
  /**
   * Whether it holds; undefined where a missing fact leaves it open: `false and ?` is false, `true or ?` is true.
   *
   * @param trace is given a reason for every check that was looked at.
   */
  readonly holds: (subject: Subject, trace?: Reason[]) => boolean | undefined;
}

/**
 * A condition of rules of a level: names, units and results are checked before anything is asked.
 *
 * @returns the condition, or the first problem with its offset in the text.
 */
export function compileCondition(text: string, level: Level): Condition | ExpressionProblem {
  const tree = parseExpression(text);
  if ('problem' in tree) return tree;
  try {
    const compiler = new Compiler(text, level);
    const term = compiler.term(tree);
    if (term.type !== 'boolean') {
      const got = term.type === 'literal' ? 'a number' : (TYPE_WORDS[term.type as ValueType] ?? 'a percentage');
      return {
        at: tree.at,
        problem: `expected a condition that is true or false, got ${got}; compare it with something`,
      };
    }
    return { text, uses: compiler.used, holds: (subject, trace) => term.read(subject, trace) as boolean | undefined };
  } catch (error) {
    if (error instanceof Mismatch) return { at: error.at, problem: error.message };
    throw error;
  }
}

class Compiler {
  readonly #text: string;
  readonly #level: Level;
  readonly #vocabulary: Vocabulary<Level>;
  readonly used = new Set<string>();

  constructor(text: string, level: Level) {
    this.#text = text;
    this.#level = level;
    this.#vocabulary = VOCABULARIES[level] as unknown as Vocabulary<Level>;
  }

  term(tree: Expression): Term {
    const text = this.#text.slice(tree.at, tree.end);
    switch (tree.kind) {
      case 'number':
        return numberTerm(tree);
      case 'text':
      case 'boolean':
        return { type: tree.kind, tree, text, fixed: tree.value, read: () => tree.value };
      case 'name':
        return this.#name(tree.name, tree, text);
      case 'call':
        return this.#call(tree);
      case 'not':
        return this.#not(this.term(tree.operand), tree);
      case 'minus':
        return this.#minus(this.term(tree.operand), tree);
      case 'binary':
        return binaryTerm(tree, this.term(tree.left), this.term(tree.right), text);
    }
  }

  #name(name: string, tree: Expression, text: string): Term {
    const { facts, functions } = this.#vocabulary;
    const known = facts.get(name);
    if (known === undefined) {
      const hint = functions.has(name) ? `; ${name} is a function: write ${name}(…)` : didYouMean(name, facts.keys());
      throw new Mismatch(tree, `expected ${this.#one('fact', facts.keys())}, got "${name.slice(0, 40)}"${hint}`);
    }
    this.used.add(name);
    return { type: known.type, tree, text, read: factReader(known, text) };
  }

  #call(tree: Extract<Expression, { kind: 'call' }>): Term {
    const { facts, functions } = this.#vocabulary;
    const known = functions.get(tree.name);
    if (known === undefined) {
      const hint = facts.has(tree.name) ? `; ${tree.name} takes no arguments` : didYouMean(tree.name, functions.keys());
      const got = `"${tree.name.slice(0, 40)}"`;
      throw new Mismatch(tree, `expected ${this.#one('function', functions.keys())}, got ${got}${hint}`);
    }
    this.used.add(tree.name);
    return callTerm(tree, known, (argument) => this.term(argument), this.#text);
  }

  #one(what: string, names: Iterable<string>): string {
    const list = [...names];
    return `a ${what} of rules of level ${this.#level} (${list.length > 0 ? list.join(', ') : 'there is none'})`;
  }

  #not(operand: Term, tree: Expression): Term {
    if (operand.type !== 'boolean')
      throw new Mismatch(operand.tree, `expected true or false after "not", got ${operand.text}`);
    return {
      type: 'boolean',
      tree,
      text: this.#text.slice(tree.at, tree.end),
      read: (subject, trace) => {
        const value = operand.read(subject, trace);
        return value === undefined ? undefined : value !== true;
      },
    };
  }

  #minus(operand: Term, tree: Expression): Term {
    if (operand.type === 'text' || operand.type === 'boolean') {
      throw new Mismatch(operand.tree, `expected a number after "-", got ${operand.text}`);
    }
    const negative = (value: unknown) => (value === undefined ? undefined : -(value as number));
    return {
      ...operand,
      tree,
      text: this.#text.slice(tree.at, tree.end),
      ...(operand.fixed !== undefined && { fixed: negative(operand.fixed)! }),
      read: (subject, trace) => negative(operand.read(subject, trace)),
    };
  }
}

function numberTerm(tree: Extract<Expression, { kind: 'number' }>): Term {
  const { value, unit } = tree;
  const text = `${value}${unit}`;
  if (unit === '') return { type: 'literal', tree, text, fixed: value, read: () => value };
  if (unit === '%') return { type: 'percent', tree, text, fixed: value, read: () => value };
  const duration = durationOf(value, unit);
  if (duration === undefined) {
    throw new Mismatch(tree, `expected a unit of time (${DURATION_UNITS.join(', ')}) or %, got "${unit.slice(0, 40)}"`);
  }
  return { type: 'duration', tree, text, fixed: duration, read: () => duration };
}

/** A true-or-false fact is a check by itself; what others hold is told by the comparison they stand in. */
function factReader(known: FactDefinition<Level>, text: string): Term['read'] {
  if (known.type !== 'boolean') return known.read;
  return (subject, trace) => {
    const value = known.read(subject) as boolean | undefined;
    trace?.push({
      check: text,
      ...(known.shows?.(subject) ?? { observed: value ?? null, limit: true }),
      verdict: value === undefined ? 'unknown' : value ? 'met' : 'not-met',
    });
    return value;
  };
}
