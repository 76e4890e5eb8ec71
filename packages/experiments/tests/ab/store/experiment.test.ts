import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { evaluateStored, Experiment, FileExperimentStore } from '../../../src/index.js';
import { FIRST_DAY, madeOutcomes, AT_NOON, scratchFolder } from '../support/outcomes.js';

const folder = scratchFolder();
const store = new FileExperimentStore(folder);
const UNITS = Array.from({ length: 400 }, (_, i) => `unit-${i}`);
const input = (name: string) => ({ name, control: 'm@1', treatments: ['m@2'], share: 0.05 });

describe('an experiment', () => {
  it('is opened as it was created, with defaults filled in', async () => {
    const created = await Experiment.create(store, input('opened'), AT_NOON);
    const opened = await Experiment.open(store, 'opened', AT_NOON);
    expect(opened.definition).toEqual(created.definition);
    expect(opened.definition).toMatchObject({ mode: 'shadow', alpha: 0.05, plannedDays: 28, minDays: 7, share: 0.05 });
    expect(opened.createdAt).toBe('2026-01-05T12:00:00.000Z');
    expect(opened.stopped).toBeUndefined();
  });

  it('logs exposures before it returns them', async () => {
    const experiment = await Experiment.create(store, input('assigned'), AT_NOON);
    const exposures = await experiment.assign(UNITS);
    expect((await store.read('assigned', 'exposures')).records).toEqual(exposures);
    expect(new Set(exposures.map(({ day }) => day))).toEqual(new Set(['2026-01-05']));
    const again = await Experiment.open(store, 'assigned', AT_NOON);
    expect(UNITS.map((unit) => again.arm(unit, FIRST_DAY))).toEqual(exposures.map(({ arm }) => arm));
  });

  it('ramps up from a day on and keeps every treated unit', async () => {
    const experiment = await Experiment.create(store, input('ramped'), AT_NOON);
    const treatedOn = (one: Experiment, day: number) => UNITS.filter((unit) => one.arm(unit, day) === 'treatment');
    const before = treatedOn(experiment, FIRST_DAY);
    await experiment.ramp(0.25, FIRST_DAY + 3);
    await experiment.ramp(0.5, FIRST_DAY + 6);
    const opened = await Experiment.open(store, 'ramped', AT_NOON);
    expect(treatedOn(opened, FIRST_DAY + 2)).toEqual(before);
    const later = treatedOn(opened, FIRST_DAY + 3);
    const last = treatedOn(opened, FIRST_DAY + 60);
    expect(later).toEqual(expect.arrayContaining(before));
    expect(last).toEqual(expect.arrayContaining(later));
    expect([before.length, later.length, last.length].map((count) => count / UNITS.length)).toEqual([
      expect.closeTo(0.05, 1),
      expect.closeTo(0.25, 1),
      expect.closeTo(0.5, 1),
    ]);
    await expect(opened.ramp(1.5)).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('ramps from tomorrow on by default, and never on a day that has assignments', async () => {
    const experiment = await Experiment.create(store, input('tomorrow'), AT_NOON);
    await experiment.assign(['a'], FIRST_DAY);
    await experiment.ramp(1);
    const opened = await Experiment.open(store, 'tomorrow', AT_NOON);
    expect(opened.phases).toEqual([
      { from: Number.NEGATIVE_INFINITY, share: 0.05 },
      { from: FIRST_DAY + 1, share: 1 },
    ]);
    await expect(opened.ramp(0.5, FIRST_DAY)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('expected a day after 2026-01-05'),
    });
  });

  it('is judged by the share in force, not by one that starts later', async () => {
    const experiment = await Experiment.create(store, { ...input('later'), share: 0.5 }, AT_NOON);
    await experiment.record(madeOutcomes({ days: 10 }));
    await experiment.ramp(1, FIRST_DAY + 50);
    const [result] = (await evaluateStored(store, await Experiment.open(store, 'later', AT_NOON))).treatments;
    expect(result!.split).toMatchObject({ days: 10 });
  });

  it('that was stopped takes no more records but can be judged', async () => {
    const experiment = await Experiment.create(store, input('stopped'), AT_NOON);
    await experiment.record(madeOutcomes({ effect: -1 }));
    await experiment.stop('seen enough');
    const opened = await Experiment.open(store, 'stopped', AT_NOON);
    expect(opened.stopped).toMatchObject({ reason: 'seen enough' });
    for (const attempt of [
      () => opened.assign(['a']),
      () => opened.record([]),
      () => opened.ramp(1),
      () => opened.stop('x'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'experiment-stopped' });
    }
    expect((await evaluateStored(store, opened)).treatments[0]).toMatchObject({ verdict: 'treatment better' });
  });

  it('counts a batch that was recorded twice only once', async () => {
    const experiment = await Experiment.create(store, input('twice'), AT_NOON);
    const outcomes = madeOutcomes({ days: 10 });
    await experiment.record(outcomes);
    const once = await evaluateStored(store, experiment);
    await experiment.record(outcomes.slice(0, 100));
    const twice = await evaluateStored(store, experiment);
    expect(twice).toEqual({ ...once, replaced: 100 });
  });

  it('refuses outcomes of an unknown arm', async () => {
    const experiment = await Experiment.create(store, input('arms'), AT_NOON);
    const stray = { unit: 'a', day: '2026-01-05', arms: { treatment2: { loss: 1 } } };
    await expect(experiment.record([stray])).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('"treatment2"'),
    });
  });

  it('without its first event is invalid', async () => {
    await Experiment.create(store, input('lost'), AT_NOON);
    writeFileSync(join(folder, 'lost', 'events.jsonl'), '{"type":"crea');
    await expect(Experiment.open(store, 'lost')).rejects.toMatchObject({ code: 'experiment-invalid' });
  });
});
