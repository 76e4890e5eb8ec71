import type { Progress } from '@dqs/core';

import { closePredictor, trainModel } from '../../src/index.js';
import { trainOptions } from '../../src/train/options.js';
import { lanesFor, TrainingLanes, type LaneHooks } from '../../src/train/training-lanes.js';
import { madePanel } from '../support/panels.js';

/** A training that goes on until it is told to end. */
class Training {
  hooks: LaneHooks | undefined;
  end!: (result: string) => void;
  fail!: (error: Error) => void;
  readonly result: Promise<string>;

  constructor(lanes: TrainingLanes) {
    const ended = new Promise<string>((end, fail) => Object.assign(this, { end, fail }));
    this.result = lanes.run((hooks) => {
      this.hooks = hooks;
      return ended;
    });
    this.result.catch(() => undefined);
  }

  get hasBegun(): boolean {
    return this.hooks !== undefined;
  }
}

/** Lets everything happen that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const trainings = (lanes: TrainingLanes, count: number) => Array.from({ length: count }, () => new Training(lanes));

describe('trainings side by side', () => {
  it.each([1, 2, 3])('%d at a time begin in order, and share the threads', async (width) => {
    const lanes = new TrainingLanes(width, {});
    const all = trainings(lanes, 5);
    const begun = () => all.filter(({ hasBegun }) => hasBegun).length;
    await settle();
    expect(begun()).toBe(width);
    for (const [i, one] of all.entries()) {
      one.end(`model ${i}`);
      expect(await one.result).toBe(`model ${i}`);
      await settle();
      expect(begun()).toBe(Math.min(all.length, width + i + 1));
      expect(one.hooks!.sharedBy).toBe(width);
    }
    expect(lanes.failure).toBeUndefined();
  });

  it('has no place for one that is asked for while another takes the one that is free', async () => {
    const lanes = new TrainingLanes(1, {});
    const [first, second] = trainings(lanes, 2) as [Training, Training];
    await settle();
    const ended = first.result.then(() => new Training(lanes));
    first.end('');
    const third = await ended;
    await settle();
    expect([second.hasBegun, third.hasBegun]).toEqual([true, false]);
  });

  it('where one fails, those that run are aborted and the others never begin', async () => {
    const lanes = new TrainingLanes(2, {});
    const [failing, running, waiting] = trainings(lanes, 3) as [Training, Training, Training];
    await settle();
    expect(running.hooks!.signal!.aborted).toBe(false);
    const error = new Error('no memory');
    failing.fail(error);
    await expect(failing.result).rejects.toBe(error);
    await expect(waiting.result).rejects.toBe(error);
    expect(running.hooks!.signal!.aborted).toBe(true);
    running.fail(new Error('aborted'));
    await expect(running.result).rejects.toThrow('aborted');
    await expect(lanes.run(() => Promise.resolve('late'))).rejects.toBe(error);
    expect([waiting.hasBegun, lanes.failure]).toEqual([false, { reason: error }]);
  });

  it('all stop when the caller wants them to', async () => {
    const stop = new AbortController();
    const all = trainings(new TrainingLanes(2, { signal: stop.signal }), 2);
    await settle();
    stop.abort();
    expect(all.map(({ hooks }) => hooks!.signal!.aborted)).toEqual([true, true]);
  });

  it('the one that began first tells how far it is', async () => {
    const told: string[] = [];
    const lanes = new TrainingLanes(2, { onProgress: ({ stage }) => told.push(stage) });
    const [first, second] = trainings(lanes, 2) as [Training, Training];
    await settle();
    const tell = ({ hooks }: Training, stage: string) =>
      hooks!.onProgress!({ stage, done: 1, unit: 'rounds' } satisfies Progress);
    tell(second, 'too early');
    tell(first, 'first');
    first.end('');
    await first.result;
    tell(second, 'second');
    expect(told).toEqual(['first', 'second']);
  });
});

describe('how many trainings run at once', () => {
  const options = trainOptions({ threads: 4 });

  it('is two, and one where threads are few, memory is scarce or other machines take part', () => {
    expect(lanesFor(options, true)).toBe(2);
    expect(lanesFor({ ...options, threads: 1 }, true)).toBe(1);
    expect(lanesFor(options, false)).toBe(1);
    expect(lanesFor({ ...options, machines: { addresses: ['10.0.0.1:1'], rank: 0 } }, true)).toBe(1);
  });
});

describe('a training of models side by side', () => {
  const panel = madePanel({ datasets: 2, rules: 2, days: 90, executions: 3 });
  const quick = { rounds: 6, limits: false } as const;

  it('gives the bytes of one after the other', async () => {
    const [alone, together] = await Promise.all([1, 2].map((threads) => trainModel(panel, { ...quick, threads })));
    closePredictor(alone!.predictor);
    closePredictor(together!.predictor);
    expect([...together!.bundle.modelFiles.keys()]).toContain('far-thresholds-model.txt');
    expect(textsOf(together!.bundle.modelFiles)).toEqual(textsOf(alone!.bundle.modelFiles));
  });

  it('ends with what one of them failed with', async () => {
    const params = { min_data_in_leaf: -1 };
    const failing = trainModel(panel, { ...quick, threads: 2, thresholds: { rounds: 6, params } });
    await expect(failing).rejects.toThrow(/min_data_in_leaf/);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const onProgress = ({ stage }: Progress) => stage.startsWith('train') && stop.abort();
    const training = trainModel(panel, { ...quick, threads: 2 }, { signal: stop.signal, onProgress });
    await expect(training).rejects.toMatchObject({ code: 'aborted' });
  });
});

function textsOf(files: ReadonlyMap<string, Uint8Array>): [string, string][] {
  return [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]);
}
