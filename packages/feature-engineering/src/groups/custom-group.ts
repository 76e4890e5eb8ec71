import { DqsError } from '@dqs/core';

import { isGroupWithParameter } from './calendar-groups.js';
import type { FeatureDefinition, FeatureGroup, FeatureRow } from './feature-group.js';

/**
 * Custom features, in addition to those of a spec. A model trained with them records the group's name and version, and can
 * be used only with the same group.
 *
 * @example
 * const restarts: CustomGroup = {
 *   name: 'restarts',
 *   version: 1,
 *   features: [{ name: 'days_since_restart', meaning: 'days since the last restart', movesWithTime: true }],
 *   compute: ({ targetDay }) => [targetDay - lastRestartBefore(targetDay)],
 * };
 */
export interface CustomGroup {
  /** Lower case, digits and dashes; none of the names in `EXTENDED_GROUPS`. */
  readonly name: string;
  /** 1 or more; raise it whenever a feature changes its meaning, so that no older model gets the new one. */
  readonly version: number;
  /**
   * The features, in order: unique names of letters, digits and underscores. All are numbers. A `meaning` is what people
   * read instead of the name, which it falls back to; it may change without a new version.
   */
  readonly features: readonly (Pick<FeatureDefinition, 'name' | 'movesWithTime'> &
    Partial<Pick<FeatureDefinition, 'meaning'>>)[];
  /**
   * The values of the features, in their order; NaN where one is not known, never 0 and never a mean. It may read the row and
   * nothing that changes: training and prediction call the same function. The row is frozen, shows nothing after its as-of
   * day, and must not be kept.
   */
  compute(row: FeatureRow): ArrayLike<number>;
}

/** Whether a group is a custom one, not one of the spec `extended` by its name or with its parameter. */
export function isCustomGroup(group: unknown): group is CustomGroup {
  return typeof group === 'object' && group !== null && !isGroupWithParameter(group);
}

const GROUP_NAME = /^[a-z][a-z0-9-]{0,63}$/;
const FEATURE_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/**
 * A custom group in the form of all others, every value checked as it is computed.
 *
 * @throws DqsError `feature-group-invalid` where its definition is not as {@link CustomGroup} says; `compute` throws the same
 * where the group throws, gives another number of values, or one that is neither finite nor NaN.
 */
export function checkedGroup(group: CustomGroup): FeatureGroup {
  checkDefinition(group);
  const features = group.features.map(
    ({ name, meaning = name, movesWithTime = false }): FeatureDefinition => ({
      name,
      meaning,
      kind: 'numeric',
      movesWithTime,
    }),
  );
  return {
    features,
    compute(row, out, at) {
      const values = valuesOf(group, row);
      if (values?.length !== features.length) {
        throw failed(group, row, `expected ${features.length} values, got ${values?.length ?? 'none'}`);
      }
      for (let i = 0; i < features.length; i += 1) {
        const value: unknown = values[i];
        if (typeof value !== 'number' || Math.abs(value) === Number.POSITIVE_INFINITY) {
          throw failed(group, row, `expected a finite number or NaN for ${features[i]!.name}, got ${String(value)}`);
        }
        out[at + i] = value;
      }
    },
  };
}

function valuesOf(group: CustomGroup, row: FeatureRow): ArrayLike<number> | undefined {
  try {
    return group.compute(row);
  } catch (cause) {
    throw failed(group, row, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function failed({ name }: CustomGroup, row: FeatureRow, reason: string, cause?: unknown): DqsError {
  const { targetDay, view } = row;
  return new DqsError(
    'feature-group-invalid',
    `the feature group "${name}" failed on the target day ${targetDay} as of day ${view.asOf}: ${reason}`,
    { cause, details: { group: name, targetDay, asOf: view.asOf } },
  );
}

function checkDefinition({ name, version, features, compute }: CustomGroup): void {
  const problem = [
    [GROUP_NAME.test(name), 'a name of lower case, digits and dashes', name],
    [Number.isInteger(version) && version >= 1, 'a version of 1 or more', version],
    [Array.isArray(features) && features.length > 0, 'a list of features', features],
    [typeof compute === 'function', 'a function compute', compute],
  ].find(([isRight]) => !isRight);
  if (problem) throw invalid(name, `expected ${String(problem[1])}, got ${String(problem[2])}`);
  const odd = features.find((feature) => !FEATURE_NAME.test(feature.name));
  if (odd) throw invalid(name, `expected names of letters, digits and underscores, got ${JSON.stringify(odd.name)}`);
  const unsaid = features.find(({ meaning = 'none' }) => typeof meaning !== 'string' || meaning.trim() === '');
  if (unsaid) throw invalid(name, `expected a text as the meaning of ${unsaid.name}, or none at all`);
}

/** The error for a group that cannot be used as it is defined. */
export function invalid(group: unknown, reason: string): DqsError {
  return new DqsError('feature-group-invalid', `the feature group "${String(group)}" cannot be used: ${reason}`, {
    details: { group },
  });
}
