import { NO_ENTRY } from '@dqs/core/journal';

import { EMPTY, type Dictionary } from '../dictionary.js';
import type { Moved } from './entries.js';

/** What is known about a version without reading its journal entry. */
export interface VersionSummary {
  /** SemVer 2.0. */
  readonly version: string;
  /** 1 for the first version of the model, then one more for each: the order of registration. */
  readonly sequence: number;
  /** Number of its journal entry. */
  readonly entry: number;
  /** ISO 8601 time of registration. */
  readonly at: string;
  readonly by: string;
  /** Where its files are. */
  readonly upload: string;
  /** The version it follows. */
  readonly parent: string | null;
  /** Mean absolute error on days it was not trained on; null if it was not measured. */
  readonly error: number | null;
  /** The backend, such as `lightgbm`, if the facts name it. */
  readonly backend: string | null;
  /** Free-form tags by name. */
  readonly tags: Dictionary<string>;
  /** Number of the journal entry that holds its note. */
  readonly noted: number;
  /** True if it was deleted or retired: its number stays taken, and gc deletes its files. */
  readonly isRemoved: boolean;
}

/** Where an alias points, and since when. */
export interface AliasState {
  readonly version: string;
  /** ISO 8601 time of the last move. */
  readonly since: string;
  readonly by: string;
  readonly how: Moved['how'];
  /** Number of the journal entry of the last move. */
  readonly entry: number;
  /** Promotions that have not been undone, oldest first; the alias points at the last one. */
  readonly promotions: readonly Promotion[];
}

/** A promotion that moved an alias to its current or an earlier version. */
export interface Promotion {
  readonly entry: number;
  readonly version: string;
  /** True if the gates failed and a person overrode them. */
  readonly isOverride: boolean;
}

/** When, why and by whom a model was deleted. */
export interface Deletion {
  /** ISO 8601 time. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** The state of a model after a journal entry, derived from the entries up to it. Survives JSON. */
export interface ModelState {
  /** Its current name. */
  readonly model: string;
  /** Its first name, under which its journal and files stay when it is renamed. */
  readonly place: string;
  /** Null unless the model is deleted; registering a version brings it back. */
  readonly deleted: Deletion | null;
  /** Number of the last entry; 0 before the first. */
  readonly entries: number;
  /** Hash of the last entry; zeros before the first. */
  readonly head: string;
  /** ISO 8601 time of the last entry; empty before the first. */
  readonly at: string;
  /** The highest version there ever was (SemVer precedence); empty before the first. */
  readonly highest: string;
  /** In the order of registration. */
  readonly versions: readonly VersionSummary[];
  readonly aliases: Dictionary<AliasState>;
  /** Numbers of the entries that moved, refused to move or deleted an alias, oldest first, by alias. */
  readonly moves: Dictionary<readonly number[]>;
  /** Tags of the model itself. */
  readonly tags: Dictionary<string>;
  /** Number of the journal entry that holds the note of the model itself; null if it never had one. */
  readonly noted: number | null;
  /** Uploads that no version may use anymore. */
  readonly abandoned: readonly string[];
}

/** The state before the first entry. */
export function emptyState(place: string): ModelState {
  return {
    model: place,
    place,
    deleted: null,
    entries: 0,
    head: NO_ENTRY,
    at: '',
    highest: '',
    versions: [],
    aliases: EMPTY,
    moves: EMPTY,
    tags: EMPTY,
    noted: null,
    abandoned: [],
  };
}
