import { EXTENDED_GROUPS, type ExtendedGroup } from '@dqs/features';
import { readBundleFiles, closePredictor, type TrainOptions } from '@dqs/pipelines';

import { WORKS, type Operation } from '../src/index.js';
import { Automation, weekends } from './support/automation.js';

const POLICY = `
triggers: { contract: true }
gates: { better: {}, naive_skill: { above: 0 } }
approval: auto
`;
const [LEARNED, DAYS] = [90, 150];
const { run } = WORKS.find(({ kind }) => kind === 'retrain')!;

/** A system whose champion was trained somehow, after a shift of the regime. */
async function systemWith(
  training: TrainOptions,
): Promise<{ system: Automation; decide: (key: string) => ReturnType<typeof run> }> {
  const system = await Automation.begin(weekends(LEARNED), LEARNED, POLICY, { ...training, rounds: 5 });
  await system.load(LEARNED, DAYS);
  system.at(DAYS, 7);
  const settings = { ...system.settings, servedRetraining: system.policy, threads: 1 };
  const digest = () => Promise.reject(new Error('nobody sends one'));
  const operation: Operation = { settings, deliveries: system.deliveries, digest, ...system.operation };
  return { system, decide: (key) => run(operation, { key, data: {} }, system.hooks) };
}

async function groupsOf({ registry }: Automation, version: string): Promise<readonly ExtendedGroup[]> {
  const { manifest, predictor } = await readBundleFiles((await registry.load(`orders@${version}`)).files, version);
  closePredictor(predictor);
  return manifest.contract.groups;
}

describe('a model whose features are no longer what this program computes', () => {
  it('is trained anew with those of today, and the decision says so; once it is, no more', async () => {
    // What an older program had by default.
    const { system, decide } = await systemWith({ spec: 'extended', groups: EXTENDED_GROUPS.slice(0, -2) });
    try {
      expect(await decide('today')).toMatchObject({
        start: true,
        reason: 'yes: the features are no longer those of 1.0.0',
        challenger: '2.0.0',
      });
      expect(await groupsOf(system, '2.0.0')).toEqual(EXTENDED_GROUPS);
      const [decided] = (await system.record.entries(10)).filter(({ event }) => event.kind === 'decided');
      expect(decided!.event).toMatchObject({
        decision: { start: true, triggers: [{ name: 'contract', isMet: true }] },
      });
      const gates = () => Promise.resolve({ passed: true, checks: [] });
      await system.registry.promote('orders', { selector: '2.0.0', alias: 'production', by: 'ann', gates });
      await system.record.act({ kind: 'hand-over' }, 'ann');
      expect(await decide('tomorrow')).toMatchObject({ start: false });
      const { decision } = (await system.record.entries(10)).at(-1)!.event as never as {
        decision: { triggers: object[] };
      };
      expect(decision.triggers).toMatchObject([
        { name: 'contract', isMet: false, reason: 'the features are still those of 2.0.0' },
      ]);
    } finally {
      system.end();
    }
  });

  it.each([
    ['classic', {}],
    ['extended', { spec: 'extended' }],
    ['of groups that somebody chose', { spec: 'extended', groups: ['recency', 'quarter'] }],
    ['of no group', { spec: 'extended', groups: [] }],
  ] as readonly (readonly [string, TrainOptions])[])('is not one that is %s', async (_, training) => {
    const { system, decide } = await systemWith(training);
    try {
      expect(await decide('today')).toMatchObject({
        start: false,
        reason: 'no: nothing calls for it',
      });
    } finally {
      system.end();
    }
  });
});
