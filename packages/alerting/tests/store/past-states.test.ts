import { Random } from '@dqs/core';

import { NO_ALERTS, pastStateOf, stateOfPast, type AlertingState, type PastState } from '../../src/index.js';

/** A state with lists of many members, each of which may be new, changed, moved, gone or there twice. */
function changed(before: AlertingState, random: Random, at: number): AlertingState {
  const pages = before.pages.flatMap((one) => {
    const luck = random.next();
    if (luck < 0.02) return [];
    if (luck < 0.04) return [{ ...one, at }];
    return luck < 0.05 ? [one, one] : [one];
  });
  if (random.next() < 0.3) pages.push({ owner: `team-${at}`, incident: `inc-${at}`, at });
  if (random.next() < 0.1) pages.reverse();
  return { ...before, at, pages };
}

describe('what is kept of the states of an alerting', () => {
  const random = new Random(7);
  const states: AlertingState[] = [];
  const past: PastState[] = [];
  let state: AlertingState = {
    ...NO_ALERTS,
    pages: Array.from({ length: 60 }, (_, i) => ({ owner: `team-${i}`, incident: `inc-${i}`, at: i })),
  };
  for (let step = 0; step < 500; step += 1) {
    const before = step === 0 ? undefined : { state, weight: past.at(-1)!.weight };
    // One step in three changes nothing but its time.
    state = step % 3 === 0 ? { ...state, at: step } : changed(state, random, step);
    states.push(state);
    past.push(pastStateOf(before, state));
  }

  it('leads to each of them', () => {
    states.forEach((expected, i) => {
      const whole = past.findLastIndex(({ isWhole }, at) => at <= i && isWhole);
      expect(stateOfPast(past.slice(whole, i + 1))).toEqual(expected);
    });
  });

  it('takes about twice the room of the changes, and never more than 200 of them to read', () => {
    const size = (which: (one: PastState) => boolean) =>
      past.filter(which).reduce((sum, { content }) => sum + content.length, 0);
    const [changes, wholes] = [size((one) => !one.isWhole), size((one) => one.isWhole)];
    const floor = states.reduce((sum, one) => sum + JSON.stringify(one).length, 0) / 200;
    expect(wholes).toBeLessThan(1.2 * (changes + floor) + JSON.stringify(states[0]).length);
    let run = 0;
    for (const { isWhole } of past) {
      run = isWhole ? 0 : run + 1;
      expect(run).toBeLessThanOrEqual(200);
    }
  });

  it('keeps nothing but the time where nothing else changed', () => {
    const { content } = pastStateOf({ state, weight: 0 }, { ...state, at: 9 });
    expect(JSON.parse(content)).toEqual({ at: 9 });
  });

  it('of a state that lost all is that it is empty', () => {
    const one = pastStateOf(undefined, state);
    const other = pastStateOf({ state, weight: 0 }, { ...NO_ALERTS, at: 1 });
    expect(stateOfPast([one, other])).toEqual({ ...NO_ALERTS, at: 1 });
  });
});
