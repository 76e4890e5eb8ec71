/**
 * A backtracking matcher that counts its steps, as the engine of JavaScript would take them without its tricks: what
 * grows with the square of a text here can hold a program for minutes there.
 */

type Node =
  | { readonly kind: 'set'; readonly has: (character: string) => boolean }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly choices: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly part: Node;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    }
  | { readonly kind: 'edge'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'look'; readonly part: Node; readonly isNegative: boolean };

/** A regular expression taken apart. */
export interface ParsedRegex {
  readonly root: Node;
  /** Whether it is tried at the start of a text alone. */
  readonly isAnchored: boolean;
}

/** Steps beyond which a match counts as endless. */
export const MOST_STEPS = 300_000;

/** Takes an expression apart. Throws for the few constructs that are not known here, such as back references. */
export function parseRegex(source: string, flags: string): ParsedRegex {
  const parser = new Parser(source, flags);
  const root = parser.choices();
  if (parser.at !== source.length) throw new Error(`cannot take apart /${source}/ behind character ${parser.at}`);
  const isAnchored =
    flags.includes('y') || (/^\(?\^/.test(source) && !flags.includes('m') && !/^\^[^()]*\|/.test(source));
  return { root, isAnchored };
}

/** The steps it takes to look for an expression in a text, {@link MOST_STEPS} at most. */
export function stepsOf({ root, isAnchored }: ParsedRegex, text: string): number {
  let steps = 0;
  const match = (node: Node, at: number, then: (end: number) => boolean): boolean => {
    steps += 1;
    if (steps > MOST_STEPS) return true;
    switch (node.kind) {
      case 'set':
        return at < text.length && node.has(text[at]!) && then(at + 1);
      case 'edge':
        return node.holds(text, at) && then(at);
      case 'look':
        return match(node.part, at, () => true) !== node.isNegative && then(at);
      case 'any':
        return node.choices.some((choice) => match(choice, at, then));
      case 'all':
        return matchAll(node.parts, 0, at, then);
      case 'repeat':
        return repeat(node, 0, at, then);
    }
  };
  const matchAll = (parts: readonly Node[], index: number, at: number, then: (end: number) => boolean): boolean =>
    index === parts.length ? then(at) : match(parts[index]!, at, (end) => matchAll(parts, index + 1, end, then));
  const repeat = (
    node: Node & { kind: 'repeat' },
    count: number,
    at: number,
    then: (end: number) => boolean,
  ): boolean => {
    const more = () =>
      count < node.max &&
      match(node.part, at, (end) => (end > at || count < node.min) && repeat(node, count + 1, end, then));
    const enough = () => count >= node.min && then(at);
    return node.isLazy ? enough() || more() : more() || enough();
  };
  for (let start = 0; start <= (isAnchored ? 0 : text.length); start += 1) if (match(root, start, () => true)) break;
  return steps;
}

/** Texts that reach each endless repetition of an expression, by the shortest way. */
export function waysIn({ root }: ParsedRegex, alphabet: readonly string[]): string[] {
  const ways = new Set(['']);
  const walk = (node: Node, before: string): void => {
    if (node.kind === 'all') {
      let prefix = before;
      for (const part of node.parts) {
        walk(part, prefix);
        prefix += sampleOf(part, alphabet);
      }
    } else if (node.kind === 'any') for (const choice of node.choices) walk(choice, before);
    else if (node.kind === 'repeat') {
      if (node.max === Number.POSITIVE_INFINITY) ways.add(before);
      walk(node.part, before);
    }
  };
  walk(root, '');
  return [...ways];
}

/** One character for each kind of them that an expression tells apart. */
export function alphabetOf({ root }: ParsedRegex): string[] {
  const sets: ((character: string) => boolean)[] = [];
  const walk = (node: Node): void => {
    if (node.kind === 'set') sets.push(node.has);
    else if (node.kind === 'all') node.parts.forEach(walk);
    else if (node.kind === 'any') node.choices.forEach(walk);
    else if (node.kind === 'repeat' || node.kind === 'look') walk(node.part);
  };
  walk(root);
  const found = new Map<string, string>();
  for (let code = 0; code < 0x180; code += 1) {
    const character = String.fromCharCode(code === 0x17f ? 0xd800 : code);
    const kinds = sets.map((has) => (has(character) ? 1 : 0)).join('');
    if (!found.has(kinds)) found.set(kinds, character);
  }
  return [...found.values()];
}

function sampleOf(node: Node, alphabet: readonly string[]): string {
  switch (node.kind) {
    case 'set':
      return alphabet.find((character) => node.has(character)) ?? '';
    case 'all':
      return node.parts.map((part) => sampleOf(part, alphabet)).join('');
    case 'any':
      return sampleOf(node.choices[0]!, alphabet);
    case 'repeat':
      return sampleOf(node.part, alphabet).repeat(node.min);
    default:
      return '';
  }
}

const EDGES: Readonly<Record<string, (isMultiline: boolean) => (text: string, at: number) => boolean>> = {
  '^': (isMultiline) => (text, at) => at === 0 || (isMultiline && text[at - 1] === '\n'),
  $: (isMultiline) => (text, at) => at === text.length || (isMultiline && text[at] === '\n'),
  '\\b': () => (text, at) => isWord(text[at - 1]) !== isWord(text[at]),
  '\\B': () => (text, at) => isWord(text[at - 1]) === isWord(text[at]),
};

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

class Parser {
  at = 0;
  readonly #source: string;
  readonly #flags: string;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
  }

  choices(): Node {
    const choices = [this.#sequence()];
    while (this.#take('|')) choices.push(this.#sequence());
    return choices.length === 1 ? choices[0]! : { kind: 'any', choices };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.#source.length && !/[|)]/.test(this.#source[this.at]!))
      parts.push(this.#repeated(this.#atom()));
    return { kind: 'all', parts };
  }

  #repeated(part: Node): Node {
    const token = this.#match(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
    if (token === undefined) return part;
    const isLazy = token.length > 1 && token.endsWith('?');
    const [min, max] = bounds(token);
    return { kind: 'repeat', part, min, max, isLazy };
  }

  #atom(): Node {
    if (this.#take('(')) return this.#group();
    const edge = this.#match(/\^|\$|\\[bB]/y);
    if (edge !== undefined) return { kind: 'edge', holds: EDGES[edge]!(this.#flags.includes('m')) };
    const token = this.#match(
      /\[(?:[^\]\\]|\\.)*\]|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|[^1-9k])|[^\\]/y,
    );
    if (token === undefined) throw new Error(`cannot take apart /${this.#source}/ at character ${this.at}`);
    const one = new RegExp(`^(?:${token})$`, this.#flags.replace(/[gym]/g, ''));
    return { kind: 'set', has: (character) => one.test(character) };
  }

  #group(): Node {
    const opening = this.#match(/\?(?::|<?[=!]|<\w+>)/y) ?? '';
    const inner = this.choices();
    if (!this.#take(')')) throw new Error(`a group of /${this.#source}/ is not closed`);
    if (!/[=!]$/.test(opening)) return inner;
    if (opening.includes('<')) throw new Error(`/${this.#source}/ looks back`);
    return { kind: 'look', part: inner, isNegative: opening.endsWith('!') };
  }

  #take(sign: string): boolean {
    if (this.#source[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  #match(token: RegExp): string | undefined {
    token.lastIndex = this.at;
    const found = token.exec(this.#source)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

function bounds(token: string): [number, number] {
  if (token.startsWith('*')) return [0, Number.POSITIVE_INFINITY];
  if (token.startsWith('+')) return [1, Number.POSITIVE_INFINITY];
  if (token.startsWith('?')) return [0, 1];
  const [min, max] = token.replace(/[{}?]/g, '').split(',');
  return [Number(min), max === undefined ? Number(min) : max === '' ? Number.POSITIVE_INFINITY : Number(max)];
}
