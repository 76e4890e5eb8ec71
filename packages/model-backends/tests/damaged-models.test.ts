import { DqsError } from '@dqs/core';
import fc from 'fast-check';

import { backendNames, loadBackend, type FittedModel, type ModelBackend } from '../src/index.js';
import { headOf, sampleTrainingSet } from '../src/testing/sample-data.js';

const SAMPLE = sampleTrainingSet(400, 3);
const ROWS = headOf(SAMPLE.frame, 20);
/** Columns by another name are no damage that a model could see: it says that the rows do not fit. */
const ALLOWED = ['none', 'bundle-corrupt', 'feature-mismatch'];
type Files = ReadonlyMap<string, Uint8Array>;

async function filesOf({ train, capabilities }: ModelBackend): Promise<Files> {
  const [objective] = capabilities.objectives;
  const model = await train({ train: SAMPLE, objective: objective!, rounds: 3, seed: 1, threads: 1 });
  try {
    return new Map([...model.save()].map(([name, bytes]) => [name, Uint8Array.from(bytes)]));
  } finally {
    model.close();
  }
}

/** Uses everything of a model that was loaded. */
function use(model: FittedModel): void {
  try {
    const forecasts = model.predict(ROWS);
    expect(forecasts).toHaveLength(ROWS.rows);
    model.contributions?.(ROWS);
    model.importance();
    model.save();
  } finally {
    model.close();
  }
}

/** Nothing where the files serve as a model, the code where they are refused; any other error passes through. */
async function refusal(backend: ModelBackend, files: Files): Promise<string> {
  try {
    use(await backend.load(files));
    return 'none';
  } catch (error) {
    if (DqsError.is(error)) return error.code;
    throw error;
  }
}

/** Every place in a JSON value, as the path to it. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, item]) => places(item, [...path, key]))];
}

function exchanged(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = exchanged(copy[key], rest, by);
  return copy;
}

const anything = fc.constantFrom(null, '', 'x', -1, 0, 0.5, 7, 1e9, 1e300, true, [], [null], {}, { x: 1 });

describe.each(backendNames().filter((name) => name !== 'onnx'))('a model of %s', (name) => {
  let backend: ModelBackend;
  let files: Files;
  beforeAll(async () => {
    backend = await loadBackend(name);
    files = await filesOf(backend);
  });

  it('with any bytes changed serves or is refused as corrupt, and never fails in another way', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...files.keys()),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
      async (file, changes) => {
        const bytes = Uint8Array.from(files.get(file)!);
        for (const [at, change] of changes) bytes[at % bytes.length]! ^= change;
        expect(ALLOWED).toContain(await refusal(backend, new Map(files).set(file, bytes)));
      },
    );
    await fc.assert(property, { numRuns: 300, seed: 1 });
  });

  it('of other columns than its own is refused as corrupt', async () => {
    if (!files.has('columns.json')) return;
    const columns = JSON.parse(Buffer.from(files.get('columns.json')!).toString('utf8')) as unknown[];
    for (const other of [columns.slice(1), [...columns, columns[0]], []]) {
      const changed = new Map(files).set('columns.json', Buffer.from(JSON.stringify(other)));
      expect(await refusal(backend, changed)).toBe('bundle-corrupt');
    }
  });

  it('that ends too early is refused as corrupt', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...files.keys()), fc.nat(), async (file, end) => {
      const bytes = files.get(file)!;
      const cut = bytes.slice(0, end % bytes.length);
      // White space and a comment at the end of a file may well be missing.
      expect(ALLOWED).toContain(await refusal(backend, new Map(files).set(file, cut)));
    });
    await fc.assert(property, { numRuns: 100, seed: 1 });
  });

  it('with any value of its JSON exchanged serves or is refused as corrupt', async () => {
    const documents = [...files.keys()].filter((file) => file.endsWith('.json'));
    const property = fc.asyncProperty(fc.constantFrom(...documents), fc.nat(), anything, async (file, at, by) => {
      // XGBoost writes NaN where JSON has no word for it.
      const value: unknown = JSON.parse(Buffer.from(files.get(file)!).toString('utf8').replaceAll('NaN', '0'));
      const all = places(value);
      const path = all[at % all.length]!;
      const changed = Buffer.from(JSON.stringify(exchanged(value, path, by)));
      const outcome = await refusal(backend, new Map(files).set(file, changed)).catch((error: unknown) => error);
      if (!ALLOWED.includes(outcome as string))
        throw new Error(`${file}: ${path.join('.')} = ${JSON.stringify(by)}`, { cause: outcome });
    });
    await fc.assert(property, { numRuns: 400, seed: 1 });
  });
});
