import fc from 'fast-check';

import {
  AUTOMATION,
  decideRetraining,
  EMPTY_RETRAINING,
  eventOfAct,
  nextStep,
  withEvent,
  type RetrainingAct,
  type RetrainingEvent,
  type RetrainingPolicy,
  type RetrainingState,
  type Verdict,
} from '../../src/retrain/index.js';
import { DAY, factsOf, GATES, HOUR, NOW, policyOf } from '../support/retraining.js';

const ACTS: readonly RetrainingAct[] = [
  { kind: 'approve' },
  { kind: 'veto', reason: 'no' },
  { kind: 'pause', reason: 'why' },
  { kind: 'resume' },
  { kind: 'hand-over' },
];
const APPROVALS = ['auto', 'person', '{ veto: 24h }'];
const FREEZE = 'freeze: [{ days: sat-sun, comment: weekend }]';

/** One thing that happens: hours pass, a person acts, moves the alias, or a training is judged. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ hours: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom(...ACTS) }) },
  { weight: 1, arbitrary: fc.record({ moves: fc.constantFrom('ann', 'bob') }) },
  {
    weight: 4,
    arbitrary: fc.record({ verdict: fc.constantFrom<Verdict>('accept', 'accept', 'reject', 'inconclusive') }),
  },
);

class World {
  readonly policy: RetrainingPolicy;
  state: RetrainingState = EMPTY_RETRAINING;
  now = NOW;
  champion = factsOf().champion!;
  accepted = new Set<string>();
  entries = 2;

  constructor(approval: string) {
    const limits = 'limits: { cool_down: 0d, per_week: 100, lease: 1000d }';
    const lines = ['triggers: { schedule: { every: 1d } }', limits, GATES, FREEZE, `approval: ${approval}`];
    this.policy = policyOf(lines.join('\n'));
  }

  record(event: RetrainingEvent, by = AUTOMATION): void {
    this.state = JSON.parse(JSON.stringify(withEvent(this.state, event, { by, at: this.now }))) as RetrainingState;
  }

  move(by: string, version: string): number {
    this.entries += 1;
    this.champion = { ...this.champion, version, moved: { by, at: this.now, entry: this.entries } };
    return this.entries;
  }

  /** All that follows by itself; the moves are looked at. */
  settle(): void {
    const facts = factsOf({ now: this.now, champion: this.champion });
    const decision = decideRetraining(this.policy, this.state, facts);
    this.record({ kind: 'decided', decision });
    for (let step = this.#next(); ; step = this.#next()) {
      if (step.kind === 'record') this.record(step.event);
      else if (step.kind === 'promote') this.#promote(step.by);
      else return;
    }
  }

  #next() {
    return nextStep(this.policy, this.state, { now: this.now, champion: this.champion });
  }

  #promote(by: string): void {
    const run = this.state.run!;
    const { moved } = this.champion;
    const isHandedOver =
      this.state.handedOverAt >= moved.at || moved.by === AUTOMATION || moved.entry === this.state.lastMove;
    expect(this.accepted.has(run.job)).toBe(true);
    expect(this.state.paused).toBeNull();
    expect([0, 6]).not.toContain(new Date(this.now).getUTCDay());
    expect(isHandedOver || run.approvedBy !== null).toBe(true);
    expect(this.policy.approval === 'person' ? run.approvedBy : 'nobody is asked').not.toBeNull();
    this.record({ kind: 'promoted', job: run.job, entry: this.move(by, run.challenger!), isWatched: false });
  }
}

describe('whatever happens', () => {
  it('an alias moves after an accept alone, not in a freeze or a pause, and never from where a person put it', () => {
    let moves = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...APPROVALS),
        fc.array(happening, { minLength: 20, maxLength: 60 }),
        (approval, story) => {
          const world = new World(approval);
          for (const one of story) {
            if ('hours' in one) world.now += one.hours * HOUR;
            else if ('moves' in one) world.move(one.moves, `0.${world.entries}.0`);
            else if ('act' in one) attempt(world, one.act);
            else judge(world, one.verdict);
            world.settle();
          }
          moves += world.state.past.filter(({ outcome }) => outcome === 'promoted').length;
        },
      ),
      { seed: 3, numRuns: 300 },
    );
    expect(moves).toBeGreaterThan(100);
  });
});

function attempt(world: World, act: RetrainingAct): void {
  try {
    world.record(eventOfAct(world.state, act), 'ann');
  } catch (error) {
    expect(error).toMatchObject({ code: 'retraining-invalid' });
  }
}

function judge(world: World, verdict: Verdict): void {
  const { run } = world.state;
  if (run?.phase !== 'training') return;
  if (verdict === 'accept') world.accepted.add(run.job);
  const next = verdict === 'accept' ? 'approval' : null;
  world.record({ kind: 'judged', job: run.job, challenger: `1.${world.state.starts}.0`, verdict, checks: [], next });
  world.now += DAY / 24;
}
