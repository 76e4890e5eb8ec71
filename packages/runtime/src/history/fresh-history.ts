import { freshenPanel, type DailyPanel } from '@dqs/core';

import type { AppHooks } from '../app-hooks.js';
import { readInputs, type InputSettings, type InputsRead } from './read-inputs.js';

/** The history that was given, read, with what tools tell of its series; undefined where none was given. */
export async function givenHistory(settings: InputSettings, hooks: AppHooks): Promise<InputsRead | undefined> {
  const { input, panel, panelSet, store, knownAt } = settings;
  if ([input, panel, panelSet, store, knownAt].every((one) => one === undefined)) return undefined;
  return readInputs(settings, hooks);
}

/** The panel of the history that was given; undefined where none was given. */
export async function givenPanel(settings: InputSettings, hooks: AppHooks): Promise<DailyPanel | undefined> {
  return (await givenHistory(settings, hooks))?.panel;
}

/** A history, and what tools tell of its series. */
export type ToldHistory = Pick<InputsRead, 'panel'> & Partial<Pick<InputsRead, 'facts'>>;

/** The history to forecast from: the one that is known, brought up to date by what was given. */
export async function freshHistory(settings: InputSettings, hooks: AppHooks, known: DailyPanel): Promise<ToldHistory> {
  const given = await givenHistory(settings, hooks);
  return given === undefined ? { panel: known } : { panel: freshenPanel(known, given.panel), facts: given.facts };
}
