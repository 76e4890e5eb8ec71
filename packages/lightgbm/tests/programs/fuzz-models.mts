// Loads damaged model texts and uses what loads in every way. A crash ends the process; prints how many texts there were
// and how many loaded.
import { Booster, Dataset, LightGBMError, train } from '../../src/index.js';
import type { Params } from '../../src/index.js';
import { classes, random, table } from '../support/data.js';

const rounds = Number(process.argv[2] ?? 700);
const next = random(Number(process.argv[3] ?? 1));
const pick = <T,>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
const at = (length: number): number => Math.floor(next() * length);
const WORDS = [
  '-1',
  '0',
  '999999999',
  '2147483648',
  '-2147483649',
  'nan',
  'inf',
  '1e400',
  '',
  'x',
  '%s%n',
  '1 2',
  '=',
  '0.5',
];
const { columns, label, categorical } = table(3, 400);

async function modelText(params: Params, target: Float32Array): Promise<string> {
  const dataset = await Dataset.fromColumns(columns, { label: target, categoricalFeatures: categorical, params });
  return (await train({ num_leaves: 8, ...params }, dataset, { rounds: 4 })).booster.toString();
}

function damage(text: string): string {
  const lines = text.split('\n');
  const line = at(lines.length);
  const character = at(text.length);
  switch (at(8)) {
    case 0:
      lines.splice(line, 1);
      return lines.join('\n');
    case 1: {
      const [key, ...rest] = (lines[line] ?? '').split('=');
      const words = rest.join('=').split(' ');
      words[at(words.length)] = pick(WORDS);
      lines[line] = `${key}=${words.join(' ')}`;
      return lines.join('\n');
    }
    case 2:
      return text.slice(0, character);
    case 3:
      lines.splice(line, 0, pick(lines));
      return lines.join('\n');
    case 4:
      return text.slice(0, character) + String.fromCharCode(32 + at(95)) + text.slice(character + 1);
    case 5:
      return (
        text.slice(0, character) + pick(['\r', '\r\n', '\n', '\0', ':', ': ', '[', ']', '=']) + text.slice(character)
      );
    case 6: {
      // The parameters, which are a small part of the text that is read by rules of its own.
      const start = text.indexOf('\nparameters:');
      const place = start + at(text.length - start);
      return text.slice(0, place) + pick(['\r', '\n', ':', ']', '', '[a: b]\n', 'x']) + text.slice(place + at(3));
    }
    default:
      return text.slice(0, character) + text.slice(character + at(50));
  }
}

/** Errors of ours, and of JSON.parse on odd names, are fine; anything else is not. */
function tolerate(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof LightGBMError) && !(error instanceof SyntaxError)) throw error;
  }
}

function use(booster: Booster): void {
  const rows = Array.from({ length: Math.min(booster.numFeatures, 50) }, (_, c) =>
    columns[c % columns.length]!.subarray(0, 70),
  );
  for (const type of ['normal', 'raw', 'leaf', 'contributions'] as const) {
    for (const engine of ['lightgbm', 'auto'] as const) tolerate(() => booster.predictSync(rows, { type, engine }));
  }
  tolerate(() => booster.dumpJson());
  tolerate(() => booster.loadedParams);
  tolerate(() => booster.featureImportance('gain'));
  tolerate(() => [booster.lowerBound, booster.upperBound, booster.toString()]);
  tolerate(() => booster.singleRow().predict());
  booster.close();
}

const texts = [
  await modelText({ objective: 'regression' }, label),
  await modelText({ objective: 'multiclass', num_class: 3 }, classes(label, 3)),
  await modelText({ objective: 'regression', linear_tree: true }, label),
];
let loaded = 0;
for (let i = 0; i < rounds * texts.length; i++) {
  tolerate(() => {
    const booster = Booster.fromString(damage(texts[i % texts.length] as string));
    loaded++;
    use(booster);
  });
}
console.log(JSON.stringify({ texts: rounds * texts.length, loaded }));
