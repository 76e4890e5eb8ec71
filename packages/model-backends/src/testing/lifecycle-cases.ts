import { deepStrictEqual, ok, rejects } from 'node:assert/strict';

import type { ModelBackend } from '../backend.js';
import {
  FEW_ROWS,
  filesOf,
  hasCode,
  requestOf,
  SAMPLE,
  sampleModel,
  withModel,
  type ContractCase,
  type ContractOptions,
} from './contract-case.js';
import { CAPABILITY_FLAGS } from '../backend-shape.js';
import { whereTrained } from './learning-cases.js';

/** Saving, loading, interrupting and closing. */
export const LIFECYCLE_CASES: readonly ContractCase[] = [
  { title: 'has a valid name, and declares every capability', run: declaration },
  { title: 'a saved and loaded model forecasts the same bits and saves the same bytes', run: saveAndLoad },
  { title: 'refuses files that are not a model', run: badFiles },
  ...whereTrained([
    { title: 'a training aborted before it starts rejects with the code aborted', run: abortedBefore },
    { title: 'a training aborted while it runs ends soon, with the code aborted', run: abortedDuring },
  ]),
  { title: 'closing twice is harmless', run: closeTwice },
];

async function declaration({ name, capabilities }: ModelBackend) {
  ok(/^[a-z][a-z0-9-]*$/.test(name), `expected a name of lower-case letters, digits and dashes, got "${name}"`);
  for (const flag of CAPABILITY_FLAGS) {
    ok(typeof capabilities[flag] === 'boolean', `expected capabilities.${flag} to be true or false`);
  }
}

function saveAndLoad(backend: ModelBackend, options?: ContractOptions) {
  return withModel(sampleModel(backend, options), (model) =>
    withModel(backend.load(model.save()), (loaded) => {
      deepStrictEqual(loaded.predict(SAMPLE.frame), model.predict(SAMPLE.frame));
      deepStrictEqual(loaded.contributions?.(FEW_ROWS), model.contributions?.(FEW_ROWS));
      deepStrictEqual(loaded.columns, model.columns);
      deepStrictEqual(loaded.importance(), model.importance());
      deepStrictEqual(filesOf(loaded), filesOf(model));
    }),
  );
}

async function badFiles(backend: ModelBackend, options?: ContractOptions) {
  await rejects(backend.load(new Map()), hasCode('bundle-corrupt'));
  await withModel(sampleModel(backend, options), async (model) => {
    const files = model.save();
    for (const name of files.keys()) {
      const damaged = new Map(files).set(name, Buffer.from('this is no model'));
      await rejects(backend.load(damaged), hasCode('bundle-corrupt'), `${name} was damaged, and the model loads`);
    }
  });
}

async function abortedBefore(backend: ModelBackend, options?: ContractOptions) {
  await rejects(backend.train(requestOf(backend, options, { signal: AbortSignal.abort() })), hasCode('aborted'));
}

/** Far more rounds than the test waits for, which reveals a backend that ignores the signal. */
const ENDLESS_ROUNDS = 10_000_000;
const SOON_MS = 20_000;

async function abortedDuring(backend: ModelBackend, options?: ContractOptions) {
  const controller = new AbortController();
  const training = backend.train(requestOf(backend, options, { rounds: ENDLESS_ROUNDS, signal: controller.signal }));
  let isOver = false;
  const ended = training.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  await new Promise((done) => setImmediate(done));
  // One that needs no time at all is over before anyone can interrupt it.
  const wasOver = isOver;
  controller.abort();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'late'>((done) => (timer = setTimeout(done, SOON_MS, 'late')));
  const outcome = await Promise.race([ended, tooLate]);
  clearTimeout(timer);
  ok(outcome !== 'late', `the training still runs ${SOON_MS / 1000} s after it was aborted`);
  if (wasOver) (await training).close();
  else await rejects(training, hasCode('aborted'));
}

async function closeTwice(backend: ModelBackend, options?: ContractOptions) {
  const model = await sampleModel(backend, options);
  model.close();
  model.close();
}
