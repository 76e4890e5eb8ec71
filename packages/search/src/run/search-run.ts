import type { LossCurve } from '../pruning/pruner.js';
import type { Parameters } from '../space/definition.js';
import type { Point, SearchSpace } from '../space/search-space.js';
import type { Observation, Strategy } from '../strategies/strategy.js';
import type { StudyContent } from '../study/records.js';
import type { StudyFile } from '../study/study-file.js';
import { bestTrial, lossOf, type Trial } from '../study/trial.js';
import type { SearchObjective, ResolvedOptions } from './options.js';
import { runTrial } from './run-trial.js';
import type { StopReason, StopWatch } from './stop.js';
import { suggest } from './suggest.js';

/** The parts of a {@link SearchRun}. */
export interface SearchRunParts {
  readonly space: SearchSpace;
  readonly objective: SearchObjective;
  readonly options: ResolvedOptions;
  readonly strategy: Strategy;
  readonly file: StudyFile | undefined;
  readonly watch: StopWatch;
}

/** Time that objectives get to finish after the search has stopped; those that do not are abandoned. */
const GRACE_MS = 1500;

/** The state of one search: which trials have started, how they ended, and which may start next. */
export class SearchRun {
  readonly #parts: SearchRunParts;
  readonly #initial: readonly Point[];
  /** Points of all trials that were suggested, by number. */
  readonly #points: Point[] = [];
  readonly #tried = new Set<string>();
  readonly #ended = new Map<number, Trial>();
  /** The results of the first trials without gaps: entry i is trial i. */
  readonly #known: { readonly observation: Observation; readonly curve: LossCurve }[] = [];
  readonly #running = new Map<number, Promise<void>>();
  #best: Trial | undefined;
  #next = 0;

  constructor(parts: SearchRunParts) {
    this.#parts = parts;
    const { space, options } = parts;
    const points = (options.initial ?? []).map((parameters) => space.pointOf(parameters));
    this.#initial = [...new Map(points.map((point) => [space.keyOf(point), point])).values()];
  }

  /** Loads a study; unfinished trials will run again with the same parameters. */
  resume({ started, ended }: StudyContent): void {
    for (const parameters of started) this.#addPoint(this.#parts.space.pointOf(parameters));
    for (const trial of ended.values()) this.#record(trial);
  }

  /** The trials that have ended, by number. */
  trials(): Trial[] {
    return [...this.#ended.values()].sort((a, b) => a.number - b.number);
  }

  /** Runs trials until there is a reason to stop. */
  async run(): Promise<StopReason> {
    const { options, watch } = this.#parts;
    const stopped = firing(watch.signal);
    let failure: { readonly error: unknown } | undefined;
    let isExhausted = false;
    while (!watch.signal.aborted && !failure && !this.#isHopeless()) {
      while (this.#ended.has(this.#next)) this.#next += 1;
      const isDone = isExhausted || this.#next >= options.trials;
      if (isDone && this.#running.size === 0) break;
      if (isDone || !this.#mayBegin()) {
        await Promise.race([...this.#running.values(), stopped]);
        continue;
      }
      const point = this.#points[this.#next] ?? this.#suggest(this.#next);
      if (!point) {
        isExhausted = true;
        continue;
      }
      const number = this.#next;
      this.#next += 1;
      await this.#begin(number, point);
      const running = this.#execute(number).catch((error: unknown) => {
        failure = { error };
        watch.stop('trials');
      });
      this.#running.set(
        number,
        running.finally(() => this.#running.delete(number)),
      );
    }
    await this.#settle();
    if (failure) throw failure.error;
    return watch.reason === 'aborted' ? 'trials' : (watch.reason ?? (isExhausted ? 'exhausted' : 'trials'));
  }

  /** True if a worker is free and all results that the next suggestion may use are available. */
  #mayBegin(): boolean {
    const { window, workers } = this.#parts.options;
    return this.#running.size < Math.min(workers, window) && this.#known.length > this.#next - window;
  }

  /** True after so many failures without a success that the next trial would fail too. */
  #isHopeless(): boolean {
    return this.#best === undefined && this.#failures >= this.#parts.options.maxFailures;
  }

  get #failures(): number {
    if (this.#best) return 0;
    let count = 0;
    for (const { state } of this.#ended.values()) if (state === 'failed') count += 1;
    return count;
  }

  #suggest(number: number): Point | undefined {
    const { space, strategy, options } = this.#parts;
    const initial = this.#initial[number];
    if (initial) return initial;
    const knownCount = Math.max(0, number - options.window + 1);
    const finished = this.#known.slice(0, knownCount).map(({ observation }) => observation);
    const state = { trial: number, space, finished, pending: this.#points.slice(knownCount, number) };
    return suggest(strategy, state, options.seed, this.#tried);
  }

  async #begin(number: number, point: Point): Promise<void> {
    if (number < this.#points.length) return;
    this.#addPoint(point);
    const { space, file } = this.#parts;
    await file?.append({ record: 'start', number, parameters: { ...space.parametersOf(point) } });
  }

  async #execute(number: number): Promise<void> {
    const { space, objective, options, watch, file } = this.#parts;
    const parameters: Parameters = space.parametersOf(this.#points[number]!);
    const others = this.#known.slice(0, Math.max(0, number - options.window + 1)).map(({ curve }) => curve);
    const trial = await runTrial({ number, parameters, objective, options, others, signal: watch.signal });
    if (!trial) return;
    const { parameters: _, steps, ...end } = trial;
    await file?.append({ record: 'end', ...end, steps: [...steps], notes: trial.notes && { ...trial.notes } });
    this.#record(trial);
    watch.checkMemory();
    const { trials: total } = options;
    options.onTrial?.({ trial, best: this.#best, done: this.#ended.size, total });
  }

  #addPoint(point: Point): void {
    this.#points.push(point);
    this.#tried.add(this.#parts.space.keyOf(point));
  }

  #record(trial: Trial): void {
    const { direction } = this.#parts.options;
    this.#ended.set(trial.number, trial);
    this.#best = bestTrial(this.#best ? [this.#best, trial] : [trial], direction);
    for (let next = this.#ended.get(this.#known.length); next; next = this.#ended.get(this.#known.length)) {
      this.#known.push(knownOf(next, this.#points[next.number]!, (value) => lossOf(value, direction)));
    }
  }

  /** Waits for running trials, but not forever. */
  async #settle(): Promise<void> {
    if (this.#running.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((done) => (timer = setTimeout(done, GRACE_MS)));
    await Promise.race([Promise.allSettled(this.#running.values()), grace]);
    clearTimeout(timer);
  }
}

function knownOf(trial: Trial, point: Point, loss: (value: number | null) => number) {
  const observation: Observation = {
    trial: trial.number,
    point,
    loss: loss(trial.value),
    isPruned: trial.state === 'pruned',
    steps: trial.steps.length,
  };
  return { observation, curve: new Map(trial.steps.map(({ step, value }) => [step, loss(value)])) };
}

function firing(signal: AbortSignal): Promise<void> {
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
