import { LEVELS, type Level } from '../alerts/alert.js';
import { VOCABULARIES } from '../expressions/vocabularies.js';
import { TYPE_WORDS } from '../expressions/units.js';

/** A name that conditions of a level may use. */
export interface VocabularyEntry {
  readonly level: Level;
  /** As it is written: `p_below_target`, `burn(span)`. */
  readonly name: string;
  /** What it is: a share from 0 to 1, a count, … */
  readonly type: string;
  readonly meaning: string;
}

/** Everything that conditions may say, by level: for help texts and editors. */
export function conditionVocabulary(): readonly VocabularyEntry[] {
  return LEVELS.flatMap((level) => {
    const { facts, functions } = VOCABULARIES[level];
    return [
      ...[...facts].map(([name, { type, meaning }]) => ({ level, name, type: TYPE_WORDS[type], meaning })),
      ...[...functions].map(([name, { type, meaning, parameters }]) => ({
        level,
        name: `${name}(${parameters.map(({ name: one, fallback }) => (fallback === undefined ? one : `${one}=${fallback}`)).join(', ')})`,
        type: TYPE_WORDS[type],
        meaning,
      })),
    ];
  });
}
