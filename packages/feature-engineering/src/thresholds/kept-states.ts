import { indexOfHistory } from '../history/history-index.js';
import type { SeriesHistory } from '../history/series-history.js';
import { forgetLevelSource, levelSourceOf } from './level-source.js';
import type { StateMemory } from './shared-states.js';
import type { KeptStates, MovedStates } from './states-of-all.js';

export type { StateMemory } from './shared-states.js';
export type { KeptStates, MovedStates } from './states-of-all.js';

/**
 * Lets the levels of a history go on from what was taken in of earlier ones, so that a forecast of the next day costs a day and not
 * all days before it. Only what the results of this history give as well, to the last bit, is gone on from: levels are the same
 * with it and without. A history of which levels were asked for already has no need of it, and nothing happens.
 *
 * @param from what is gone on from: what {@link moveStatesOut} took, which nobody else may use any more, and what
 * {@link keepStates} has copied of any histories.
 */
export function goOnFrom(
  history: SeriesHistory,
  { moved, kept }: { readonly moved?: MovedStates; readonly kept: readonly KeptStates[] },
): void {
  levelSourceOf(history).goOnFrom(moved, kept);
}

/** Takes out of a history what was taken in of it, for {@link goOnFrom}. The history itself begins anew; undefined if there was nothing. */
export function moveStatesOut(history: SeriesHistory): MovedStates | undefined {
  return forgetLevelSource(history)?.moved;
}

/** A copy of what is known of the series as of a day, of those whose levels as of that day were asked for last. */
export function keepStates(history: SeriesHistory, day: number): KeptStates {
  return levelSourceOf(history).keep(day);
}

/**
 * Memory for what threads that forecast from the same history, each from its own copy, find out about its series, so that it is found
 * out once; undefined where there is nothing to share, or too much. It survives a structured clone to a thread.
 *
 * @param asOf the latest as-of day of forecasts. What is shared is known some days before, so that it also serves those that are
 * asked for as of earlier days.
 */
export function stateMemory(history: SeriesHistory, asOf: number): StateMemory | undefined {
  return levelSourceOf(history).newMemory(asOf);
}

/** Lets a history take part in what is shared in a memory that {@link stateMemory} made of the same history. The levels are the same. */
export function shareStates(history: SeriesHistory, memory: StateMemory): void {
  levelSourceOf(history).shareWith(memory);
}

/**
 * Says which series levels will be asked for: of those that no thread has found out about yet, some are shared out to this one and
 * found out about at once. Without {@link shareStates} nothing happens.
 */
export function prepareStates(history: SeriesHistory, series: Iterable<number>): void {
  levelSourceOf(history).prepare(series);
}

/**
 * Says that levels of a history will be asked for in any order of as-of days, again and again: then states of a series are
 * also kept as of an early day, and going back does not cost all days before it each time. The levels are the same.
 */
export function askInAnyOrder(history: SeriesHistory): void {
  levelSourceOf(history).askInAnyOrder();
}

/**
 * Says that features and levels of a history will be asked for series after series, many days of each: then what is known after each
 * observed day is kept of the latest series only, and of a long history memory is saved that nobody would read. Both are the same.
 */
export function askSeriesBySeries(history: SeriesHistory): void {
  indexOfHistory(history).states.keepFew();
  levelSourceOf(history).keepFew();
}
