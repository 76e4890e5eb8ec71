import { NO_ALERTS, type AlertingState } from '../decide/state.js';
import type { KeptState } from './alerting-store.js';

/** The lists of a state. */
const LISTS = ['alerts', 'incidents', 'pages', 'digests'] as const;

/** A list by the one before: spans of that one as first index and length, and what is new. */
type ListChange = readonly (readonly [first: number, length: number] | { readonly is: unknown })[];

/** A state by the one before; lists that stayed as they were are absent. */
type StateChange = Pick<AlertingState, 'at'> & Readonly<Partial<Record<(typeof LISTS)[number], ListChange>>>;

/** What is kept of a state that an alerting had: all of it, or what distinguishes it from the one before. */
export interface PastState {
  readonly isWhole: boolean;
  /** JSON. */
  readonly content: string;
  /** How much there is to read back to the last one that is whole; 0 for that one. */
  readonly weight: number;
}

/** Changes from one whole state to the next, at most: whoever looks back reads no more than these. */
const MOST_CHANGES = 200;

/**
 * What to keep of a state. Every change is small, and a whole one is kept as soon as the changes since the last one weigh as much,
 * so that all states of the past take about twice the room of their changes.
 *
 * @param before the state before and the weight of what was kept of it; undefined for the first.
 */
export function pastStateOf(
  before: { readonly state: AlertingState; readonly weight: number } | undefined,
  state: AlertingState,
): PastState {
  const whole = JSON.stringify(state);
  if (before === undefined) return { isWhole: true, content: whole, weight: 0 };
  const content = JSON.stringify(changeOf(before.state, state));
  const weight = before.weight + Math.max(content.length, Math.ceil(whole.length / MOST_CHANGES));
  return weight > whole.length ? { isWhole: true, content: whole, weight: 0 } : { isWhole: false, content, weight };
}

/** The state to which what was kept leads: the first is whole, each other one follows the one before. */
export function stateOfPast(past: readonly Pick<PastState, 'content'>[]): AlertingState {
  const [whole, ...changes] = past;
  const first = JSON.parse(whole!.content) as AlertingState;
  return changes.reduce((state, { content }) => changed(state, JSON.parse(content) as StateChange), first);
}

/** What an alerting has kept of its states, with the steps that led to them; in memory. */
export class PastStates {
  readonly #kept: (PastState & { readonly version: number; readonly at: number })[] = [];

  /** Keeps the state that a step leads to. */
  add(at: number, before: KeptState, state: AlertingState): void {
    const weight = this.#kept.at(-1)?.weight;
    const past = pastStateOf(weight === undefined ? undefined : { state: before.state, weight }, state);
    this.#kept.push({ ...past, version: before.version + 1, at });
  }

  /** The state after the last step by a time. */
  at(time: number): KeptState {
    const last = this.#kept.findLastIndex(({ at }) => at <= time);
    if (last < 0) return { version: 0, state: NO_ALERTS };
    const whole = this.#kept.findLastIndex(({ isWhole }, i) => i <= last && isWhole);
    return { version: this.#kept[last]!.version, state: stateOfPast(this.#kept.slice(whole, last + 1)) };
  }
}

function changeOf(before: AlertingState, after: AlertingState): StateChange {
  const lists = LISTS.map((list) => [list, listChangeOf(before[list], after[list])] as const);
  return { at: after.at, ...Object.fromEntries(lists.filter(([, change]) => change !== undefined)) };
}

/** Undefined where nothing changed. */
function listChangeOf(before: readonly unknown[], after: readonly unknown[]): ListChange | undefined {
  const [old, texts] = [before, after].map((list) => list.map((one) => JSON.stringify(one))) as [string[], string[]];
  if (old.length === texts.length && old.every((text, i) => text === texts[i])) return undefined;
  const places = new Map(old.map((text, i) => [text, i]));
  const change: ([number, number] | { is: unknown })[] = [];
  texts.forEach((text, i) => {
    const place = places.get(text);
    const span = change.at(-1);
    if (place === undefined) change.push({ is: after[i] });
    else if (Array.isArray(span) && span[0] + span[1] === place) span[1] += 1;
    else change.push([place, 1]);
  });
  return change;
}

function changed(before: AlertingState, change: StateChange): AlertingState {
  const list = <T>(name: (typeof LISTS)[number], old: readonly T[]): readonly T[] =>
    change[name]?.flatMap((one) =>
      Array.isArray(one) ? old.slice(one[0], one[0] + one[1]) : [(one as { is: T }).is],
    ) ?? old;
  return {
    at: change.at,
    alerts: list('alerts', before.alerts),
    incidents: list('incidents', before.incidents),
    pages: list('pages', before.pages),
    digests: list('digests', before.digests),
  };
}
