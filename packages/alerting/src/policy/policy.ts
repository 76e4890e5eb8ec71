import type { Calendar, Quota, Rate, Span } from '@dqs/core/calendar';
import type { CatalogEntry } from '@dqs/core/catalog';
import type { Position } from '@dqs/core/yaml';

import type { Level, Severity } from '../alerts/alert.js';
import type { Condition } from '../expressions/compile.js';
import type { Matchable } from './match.js';
import type { ChannelName, ReceiverDocument } from './receiver-shape.js';
import type { TestDocument } from './test-shape.js';

/** Labels that incidents are grouped and alerts inhibited by. */
export type GroupLabel = 'source' | 'tenant' | 'dataset' | 'rule' | 'attribute' | 'model' | 'owner';

/** What an alert needs beside its condition before it may tell anyone. */
export type Requirement =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'executions'; readonly quota: Quota };

/** A rule that is ready to be asked. */
export interface Rule {
  readonly id: string;
  readonly level: Level;
  readonly when: Condition;
  /** Undefined: good again once `when` does not hold. */
  readonly clear: Condition | undefined;
  readonly for: Span | undefined;
  readonly keepFiring: Span | undefined;
  readonly requires: readonly Requirement[];
  /** From critical down; the first that holds counts, otherwise it is for information. Without any it is a warning. */
  readonly severity: readonly { readonly severity: Severity; readonly condition: Condition }[];
  readonly inhibits: { readonly rules: readonly string[]; readonly equal: readonly GroupLabel[] } | undefined;
  readonly dryRun: boolean;
  /** Whether it looks at forecasts, so that its alerts are warnings of a day to come. */
  readonly isForecast: boolean;
  readonly place: Position;
  /** Where characters of its conditions stand in the policy. */
  readonly placesOf: {
    readonly when: (offset: number) => Position;
    readonly clear: (offset: number) => Position;
  };
}

/** When an open incident is told again although nothing has changed. */
export type Repeat = 'on-change' | 'never' | { readonly every: Span };

/** A route with what it inherits. */
export interface Route {
  readonly matches: (of: Matchable) => boolean;
  /** The names that its match gives, for messages. */
  readonly patterns: ReadonlyMap<string, readonly string[]>;
  readonly to: readonly string[];
  readonly repeat: Repeat;
  readonly continues: boolean;
  readonly routes: readonly Route[];
  readonly place: Position;
}

/** Who is told, and when. */
export interface Receiver {
  readonly name: string;
  readonly channel: ChannelName;
  /** Settings of the channel, as the policy has them. */
  readonly settings: ReceiverDocument;
  /** Undefined: always. */
  readonly active: Calendar | undefined;
  /** The digest that takes over outside of its hours; undefined: it waits for them. */
  readonly outside: string | undefined;
  /** Of a digest: the minute of the day, by the policy's clock. */
  readonly digestAt: number | undefined;
  readonly evenIfQuiet: boolean;
  readonly resolve: boolean;
  readonly isPage: boolean;
}

/** How many pages an owner takes. */
export interface Budget {
  readonly owner: string;
  readonly matches: (owner: string) => boolean;
  readonly pages: Rate;
  readonly overflow: string;
}

/** What keeps alerts quiet for a time. */
export interface Quiet {
  readonly kind: 'silence' | 'window';
  readonly matches: (of: Matchable) => boolean;
  readonly holdsAt: (at: number) => boolean;
  /** When it begins or ends next after an instant; undefined if it does not. */
  readonly changesAfter: (at: number) => number | undefined;
  /** In words: why, by whom, until when. */
  readonly why: string;
}

/** How alerts become incidents. */
export interface IncidentRules {
  readonly groupBy: readonly GroupLabel[];
  readonly groupWaitMs: number;
  readonly leadLag: { readonly q: number; readonly maxDays: number } | undefined;
  readonly reopenWithinMs: number;
  readonly resolutionReasons: readonly string[];
}

/** A policy that is ready to decide. */
export interface Policy {
  readonly name: string;
  readonly file: string;
  /** sha256 of what it says; comments, blanks and order of names do not count. */
  readonly digest: string;
  readonly timezone: string;
  /** Target and importance of series that no catalog names. */
  readonly target: number;
  readonly importance: number;
  /** Path of a catalog, if it names one. */
  readonly catalog: string | undefined;
  /** Entries of the catalog that stands in the same file; undefined without one. */
  readonly entries: readonly CatalogEntry[] | undefined;
  readonly rules: readonly Rule[];
  readonly incidents: IncidentRules;
  readonly routes: readonly Route[];
  readonly budgets: readonly Budget[];
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly quiets: readonly Quiet[];
  readonly tests: readonly TestDocument[];
}
