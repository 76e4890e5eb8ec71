// Loads damaged models, as JSON and as UBJSON, and uses what loads in every way. A crash ends the process; prints how
// many loaded.
import { Booster, DMatrix, train, TreeEnsemble, XGBoostError } from '../../src/index.js';
import type { Params } from '../../src/index.js';
import { classes, random, table } from '../support/data.js';

const rounds = Number(process.argv[2] ?? 700);
const next = random(Number(process.argv[3] ?? 1));
const pick = <T,>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
const at = (length: number): number => Math.floor(next() * length);
const WORDS = ['-1', '0', '1', '7', '999999999', '2147483648', '-2147483649', '1E400', '', '"x"', 'null', '[]', '0.5'];
const { columns, label, categorical } = table(3, 300, 3, 1, 40);

async function modelOf(params: Params, target: Float32Array): Promise<Booster> {
  const data = await DMatrix.from(columns, { label: target, categoricalFeatures: categorical });
  return (await train({ tree_method: 'hist', max_depth: 3, ...params }, data, { rounds: 3 })).booster;
}

/** Changes a number, or cuts, repeats or changes a few characters. */
function damagedText(text: string): string {
  const character = at(text.length);
  if (next() < 0.7) {
    const numbers = [...text.matchAll(/-?\d+(\.\d+)?(E-?\d+)?/g)];
    const found = pick(numbers);
    return text.slice(0, found.index) + pick(WORDS) + text.slice(found.index + found[0].length);
  }
  if (next() < 0.3) return text.slice(0, character);
  if (next() < 0.5) return text.slice(0, character) + String.fromCharCode(32 + at(95)) + text.slice(character + 1);
  return text.slice(0, character) + text.slice(character + at(50));
}

function damagedBytes(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i <= at(3); i += 1) copy[at(copy.length)] = next() < 0.5 ? at(256) : pick([0, 127, 128, 255]);
  return next() < 0.1 ? copy.slice(0, at(copy.length)) : copy;
}

/** Errors of ours are fine; anything else is not. */
function tolerate(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof XGBoostError)) throw error;
  }
}

function use(booster: Booster): void {
  const width = Math.min(booster.numFeatures, 50);
  const rows = Array.from({ length: width }, (_, c) => columns[c % columns.length]!.subarray(0, 70));
  for (const type of ['value', 'margin', 'leaf', 'contributions'] as const) {
    tolerate(() => booster.predictSync(rows, { type }));
  }
  tolerate(() => booster.featureImportance('gain'));
  tolerate(() => booster.slice(0, 1));
  tolerate(() => [booster.attributes, booster.featureNames, booster.featureTypes]);
  tolerate(() => {
    const trees = TreeEnsemble.from(booster.save('ubj'));
    return [trees.marginsSync(rows), trees.contributionsSync(rows)];
  });
  booster.close();
}

const models = [
  await modelOf({ objective: 'reg:squarederror' }, label),
  await modelOf({ objective: 'multi:softprob', num_class: 3 }, classes(label, 3)),
  await modelOf({ objective: 'reg:squarederror', booster: 'dart', rate_drop: 0.5 }, label),
  await modelOf({ objective: 'reg:squarederror', booster: 'gblinear', tree_method: 'auto' }, label),
].map((booster) => ({ text: Buffer.from(booster.save('json')).toString('utf8'), bytes: booster.save('ubj') }));
let loaded = 0;
for (let i = 0; i < rounds * models.length; i++) {
  const { text, bytes } = models[i % models.length]!;
  tolerate(() => {
    const booster = Booster.load(next() < 0.5 ? damagedText(text) : damagedBytes(bytes));
    loaded++;
    use(booster);
  });
}
console.log(JSON.stringify({ loaded }));
