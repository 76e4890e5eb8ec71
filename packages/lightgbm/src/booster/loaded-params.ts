import { LightGBMError } from '../errors.js';

/** LightGBM's spellings of numbers that JavaScript writes differently. */
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['nan', NaN],
]);

/**
 * The parameters of a model text as typed values.
 *
 * @param texts name, LightGBM's type, value, name, type, value, …
 * @throws LightGBMError `invalid-model` when a value is not of its type
 */
export function readLoadedParams(texts: readonly string[]): Record<string, unknown> {
  const params = new Map<string, unknown>();
  for (let at = 0; at < texts.length; at += 3) {
    const [name, type, text] = texts.slice(at, at + 3) as [string, string, string];
    if (text !== '') params.set(name, readValue(name, type, text));
  }
  return Object.fromEntries(params);
}

function readValue(name: string, type: string, text: string): unknown {
  if (type === 'bool') return text === '1';
  if (type === 'int' || type === 'double') return readNumber(name, text);
  if (type === 'vector<string>') return text.split(',');
  if (type === 'vector<int>' || type === 'vector<double>') return text.split(',').map((item) => readNumber(name, item));
  if (type === 'vector<vector<int>>') return readLists(name, text);
  return text;
}

function readNumber(name: string, text: string): number {
  const value = SPECIAL.get(text) ?? (text.trim() === '' ? NaN : Number(text));
  if (Number.isNaN(value) && text !== 'nan') throw invalid(name, text);
  return value;
}

/** "[0,1],[2]" */
function readLists(name: string, text: string): number[][] {
  if (!text.startsWith('[') || !text.endsWith(']')) throw invalid(name, text);
  const lists = text.slice(1, -1).split('],[');
  return lists.map((list) => (list === '' ? [] : list.split(',').map((item) => readNumber(name, item))));
}

function invalid(name: string, text: string): LightGBMError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return new LightGBMError('invalid-model', `parameters: "${shown}" is not a value of ${name}`);
}
