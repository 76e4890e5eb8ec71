import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { AuditEvent } from '@dqs/core/audit';
import { readBundleBytes, versionFacts, type TrainOptions } from '@dqs/pipelines';
import { gatherFacts, retrain, stepRetraining } from '@dqs/pipelines/retrain';
import { Registry } from '@dqs/registry';
import { gatesOfPromotion, openStore, type AppHooks, type OpenedOperation } from '@dqs/runtime';
import { retrainingPlace, withRetrainingInputs, type RetrainingInputs } from '@dqs/runtime/retraining';
import { orDefault } from '@dqs/runtime/settings';

import { trainUntil } from '../../operation/train-until.js';
import type { PlayedClock } from './calendar.js';
import { OPERATOR } from './people.js';
import { MODEL, placeOf } from './policies.js';
import type { DemoSettings, World } from './world.js';

/** The alias of the version that forecasts. */
const ALIAS = 'production';
/** How versions of the demonstration are trained: they are many, and nobody wants to wait for them. */
const RECIPE = { spec: 'classic', pointOnly: true, rounds: 120 } as const satisfies TrainOptions;

/** What is done about the model on a morning. */
type ModelDeed =
  | { readonly kind: 'decide'; readonly asked?: string; readonly training?: TrainOptions }
  | { readonly kind: 'promote' | 'roll-back'; readonly reason: string }
  | { readonly kind: 'hand-over' };

/** By days before today. */
const DEEDS: ReadonlyMap<number, ModelDeed> = new Map<number, ModelDeed>([
  [330, { kind: 'decide' }],
  [300, { kind: 'decide' }],
  [244, { kind: 'decide', training: RECIPE }],
  [205, { kind: 'decide', asked: 'publishers have changed their feeds' }],
  [89, { kind: 'decide' }],
  [55, { kind: 'decide', asked: 'whether a model of a few rounds would do', training: { rounds: 6 } }],
  [39, { kind: 'decide', asked: 'the numbers of the press look odd' }],
  [36, { kind: 'promote', reason: 'a smaller model, for a week on trial' }],
  [29, { kind: 'roll-back', reason: 'it misses what falls once a week' }],
  [28, { kind: 'hand-over' }],
  [14, { kind: 'decide' }],
  [0, { kind: 'decide' }],
]);

/** The versions that are there from the beginning, by their notes, and how they are trained. */
const VERSIONS: ReadonlyMap<string, TrainOptions> = new Map<string, TrainOptions>([
  ['To begin with: a few rounds on the first year.', { ...RECIPE, rounds: 10 }],
  ['Small: half the rounds.', { ...RECIPE, rounds: 20 }],
]);

/** Plays what was done about the model: versions, retrainings and their verdicts, moves of the alias. */
export class ModelsPlay {
  readonly #registry: Registry;
  readonly #hooks: AppHooks;
  readonly #settings: DemoSettings & { readonly retrainPolicy: string };

  constructor(
    private readonly world: World,
    settings: DemoSettings,
    private readonly operation: OpenedOperation,
    private readonly clock: PlayedClock,
    hooks: AppHooks,
  ) {
    this.#registry = new Registry(openStore(registryOf(settings)), { clock });
    this.#hooks = { ...hooks, clock };
    this.#settings = { ...settings, retrainPolicy: placeOf(settings, 'retraining') };
  }

  /** Whether something is to be done on a day before it is forecast. */
  hasDeeds(day: number): boolean {
    return DEEDS.has(this.world.calendar.today - day);
  }

  /** Does what is to be done on a day, and goes on with what is under way; done again it changes nothing. */
  async deedsOf(day: number): Promise<void> {
    const { calendar, from } = this.world;
    this.clock.time = calendar.morning(day, 0);
    if (day === from) await this.#begin();
    const deed = DEEDS.get(calendar.today - day);
    if (deed?.kind === 'promote') await this.#promote(deed.reason);
    if (deed?.kind === 'roll-back') await this.#rollBack(deed.reason);
    if (deed?.kind === 'hand-over') await this.#handOver();
    const place = await retrainingPlace(this.#settings, this.#hooks, this.operation);
    if ((await place.record.state()).run !== null) await stepRetraining(place, this.clock.now(), this.#hooks);
    if (deed?.kind === 'decide') await this.#withInputs((inputs) => this.#decide(inputs, deed));
  }

  /** The first version goes into production when its gates let it. */
  async #begin(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'dqs-demo-'));
    try {
      for (const [note, options] of VERSIONS) await this.#register(join(folder, 'bundle'), note, options);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const first = await this.#versionOf([...VERSIONS.keys()][0]!);
    const gates = await gatesOfPromotion(this.#settings, this.#hooks);
    await this.#registry.promote(MODEL, {
      ...{ selector: first!, alias: ALIAS, by: OPERATOR, gates },
      override: { reason: 'the first version: there is none before it' },
    });
    await this.#handOver();
  }

  async #register(path: string, note: string, options: TrainOptions): Promise<void> {
    if ((await this.#versionOf(note)) !== undefined) return;
    const { threads } = this.#settings;
    await trainUntil(path, this.world.panel, this.world.from, { ...options, threads }, this.#hooks);
    const { manifest, files } = await readBundleBytes(path);
    await this.#registry.register(MODEL, { files, facts: versionFacts(manifest), by: OPERATOR, note });
  }

  async #versionOf(note: string): Promise<string | undefined> {
    if (!(await this.#registry.models()).includes(MODEL)) return undefined;
    for (const { version } of (await this.#registry.state(MODEL)).versions) {
      if ((await this.#registry.noteOf(`${MODEL}@${version}`)) === note) return version;
    }
    return undefined;
  }

  async #decide(inputs: RetrainingInputs, { asked, training }: Extract<ModelDeed, { kind: 'decide' }>): Promise<void> {
    const { place, panel, excluded, others } = inputs;
    const { now } = others;
    const { run } = await place.record.state();
    const isDecided = (await place.record.entries(20)).some(({ event }) => {
      return event.kind === 'decided' && event.decision.at === now;
    });
    if (isDecided && run?.phase !== 'training') return;
    const manual = asked === undefined ? {} : { manual: { by: OPERATOR, reason: asked } };
    const asker = `demonstration ${now}`;
    const facts = await gatherFacts({ ...place, panel, excluded }, { ...others, ...manual, asker });
    await retrain(place, { facts, panel, ...(excluded && { excluded }), ...(training && { training }) }, this.#hooks);
  }

  async #promote(reason: string): Promise<void> {
    const selector = (await this.#versionOf([...VERSIONS.keys()][1]!))!;
    const gates = await gatesOfPromotion(this.#settings, this.#hooks);
    const request = { selector, alias: ALIAS, by: OPERATOR, reason, override: { reason }, gates };
    if ((await this.#registry.state(MODEL)).aliases[ALIAS]!.version !== selector) {
      await this.#registry.promote(MODEL, request);
    }
  }

  async #rollBack(reason: string): Promise<void> {
    if ((await this.#registry.state(MODEL)).aliases[ALIAS]!.how === 'rolled-back') return;
    await this.#registry.rollback(MODEL, { alias: ALIAS, by: OPERATOR, reason, override: true });
  }

  async #handOver(): Promise<void> {
    const { record } = await retrainingPlace(this.#settings, this.#hooks, this.operation);
    if ((await record.state()).handedOverAt < this.clock.now()) await record.act({ kind: 'hand-over' }, OPERATOR);
  }

  #withInputs(work: (inputs: RetrainingInputs) => Promise<void>): Promise<void> {
    return withRetrainingInputs(this.#settings, this.#hooks, work, this.operation);
  }
}

/** When an alias of the model moved, as entries of an audit log. */
export async function modelMoves(settings: DemoSettings): Promise<{ at: number; event: AuditEvent }[]> {
  const moves = await new Registry(openStore(registryOf(settings))).aliasHistory(MODEL, ALIAS);
  return moves.flatMap(({ at, by, body }) => {
    if (body.kind !== 'moved') return [];
    const { from, to, how, reason } = body;
    const action = how === 'rolled-back' ? 'model.roll-back' : 'model.promote';
    const targets = [{ kind: 'model', id: `${MODEL}@${to}` }];
    const after = { alias: ALIAS, from, to, outcome: how };
    return [
      {
        at: Date.parse(at),
        event: { actor: { id: by }, action, targets, outcome: 'done', after, context: { reason } },
      },
    ];
  });
}

function registryOf({ registry }: DemoSettings): string {
  return orDefault(registry, 'registry');
}
