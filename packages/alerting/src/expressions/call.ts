import { didYouMean } from '@dqs/core';

import type { Level } from '../alerts/alert.js';
import type { Argument, Expression } from './parse.js';
import { Mismatch, type Term, type TermType } from './term.js';
import { TYPE_WORDS, type Value } from './units.js';
import type { FunctionDefinition, Parameter } from './vocabulary.js';

type Call = Extract<Expression, { kind: 'call' }>;

/** The part that a call is: every parameter has one argument of its unit, by place or by name. */
export function callTerm(
  tree: Call,
  known: FunctionDefinition<Level>,
  termOf: (tree: Expression) => Term,
  source: string,
): Term {
  const text = source.slice(tree.at, tree.end);
  const given = argumentsOf(tree, known);
  const terms = known.parameters.map((parameter, i) => argumentTerm(tree, parameter, given[i], termOf));
  const read: Term['read'] = (subject, trace) => {
    const values = terms.map((term) => term.read(subject));
    const isKnown = values.every((value) => value !== undefined);
    const value = isKnown ? known.apply(subject, values as Value[]) : undefined;
    if (trace && known.type === 'boolean') {
      const shows = isKnown ? known.shows?.(subject, values as Value[]) : undefined;
      trace.push({
        check: text,
        ...(shows ?? { observed: (value as boolean | undefined) ?? null, limit: true }),
        verdict: value === undefined ? 'unknown' : value === true ? 'met' : 'not-met',
      });
    }
    return value;
  };
  return { type: known.type, tree, text, read };
}

/** The argument of each parameter; undefined where it is left out. */
function argumentsOf(tree: Call, { parameters }: FunctionDefinition<Level>): readonly (Expression | undefined)[] {
  const names = parameters.map(({ name }) => name);
  const given = new Map<string, Expression>();
  tree.args.forEach(({ name, value }: Argument, i) => {
    const parameter = name ?? names[i];
    if (parameter === undefined) {
      throw new Mismatch(value, `expected ${tree.name}(${names.join(', ')}), got ${tree.args.length} arguments`);
    }
    if (!names.includes(parameter)) {
      const hint = didYouMean(parameter, names);
      throw new Mismatch(value, `expected ${tree.name}(${names.join(', ')}), got ${parameter.slice(0, 40)}=…${hint}`);
    }
    if (given.has(parameter)) throw new Mismatch(value, `expected ${parameter} once, got it twice`);
    given.set(parameter, value);
  });
  return names.map((name) => given.get(name));
}

function argumentTerm(
  call: Call,
  parameter: Parameter,
  tree: Expression | undefined,
  termOf: (tree: Expression) => Term,
): Term {
  const { name, type, fallback, choices } = parameter;
  const what = choices ? choices.join(' or ') : TYPE_WORDS[type];
  if (tree === undefined) {
    if (fallback === undefined) throw new Mismatch(call, `expected ${name} of ${call.name}, ${what}, got nothing`);
    return { type, tree: call, text: String(fallback), fixed: fallback, read: () => fallback };
  }
  if (choices) return choiceTerm(call, name, choices, tree);
  const term = termOf(tree);
  const isFixed = parameter.isFixed === true;
  if (!fits(term.type, type) || (isFixed && term.fixed === undefined)) {
    throw new Mismatch(
      tree,
      `expected ${isFixed ? 'for' : 'as'} ${name} of ${call.name} ${what}${isFixed ? ', written out' : ''}, got ${term.text}`,
    );
  }
  assertWithin(call, parameter, term, tree);
  return term;
}

function choiceTerm(call: Call, name: string, choices: readonly string[], tree: Expression): Term {
  const chosen = tree.kind === 'name' ? tree.name : tree.kind === 'text' ? tree.value : undefined;
  if (chosen === undefined || !choices.includes(chosen)) {
    const hint = chosen === undefined ? '' : didYouMean(chosen, choices);
    throw new Mismatch(
      tree,
      `expected for ${name} of ${call.name} ${choices.join(' or ')}, got ${chosen?.slice(0, 40) ?? 'something else'}${hint}`,
    );
  }
  return { type: 'text', tree, text: chosen, fixed: chosen, read: () => chosen };
}

function fits(type: TermType, wanted: TermType): boolean {
  return type === wanted || (type === 'literal' && ['share', 'percentage', 'count', 'ratio'].includes(wanted));
}

function assertWithin(call: Call, { name, type, limit }: Parameter, term: Term, tree: Expression): void {
  const value = term.fixed;
  if (typeof value !== 'number') return;
  const [words, isFine] = limit ?? [TYPE_WORDS[type], naturalRange(type)];
  if (!isFine(value)) throw new Mismatch(tree, `expected for ${name} of ${call.name} ${words}, got ${term.text}`);
}

const naturalRange = (type: TermType) => (value: number) =>
  type === 'share' ? value >= 0 && value <= 1 : type === 'percentage' ? value >= 0 && value <= 100 : true;
