import type { Hooks } from '@dqs/core';

/** What an app hands to work that may take long. */
export type AppHooks = Hooks & Required<Pick<Hooks, 'signal' | 'logger'>>;
