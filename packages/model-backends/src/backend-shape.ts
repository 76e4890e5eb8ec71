import type { BackendCapabilities } from './descriptor.js';

/** Capabilities that are true or false. */
export const CAPABILITY_FLAGS = [
  'training',
  'weights',
  'contributions',
  'categories',
  'quantiles',
  'incremental',
  'distributed',
] as const satisfies readonly (keyof BackendCapabilities)[];
const OBJECTIVES: readonly unknown[] = ['cross-entropy', 'l2', 'l1'];

/**
 * What keeps a value from being a {@link ModelBackend}, as far as it shows without a training; empty for one. What its
 * methods do is for the contract suite to check.
 */
export function backendProblems(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [`got ${value === null ? 'null' : typeof value}`];
  const { name, capabilities, wording, train, load, defaults, search, cost, selfCheck } = value as Record<
    string,
    unknown
  >;
  return [
    ...(typeof name === 'string' && /^[a-z][a-z0-9-]*$/.test(name)
      ? []
      : [`name: expected lower-case letters, digits and dashes, got ${JSON.stringify(name)}`]),
    ...Object.entries({ train, load, defaults }).flatMap(([method, given]) => functionProblems(method, given)),
    ...Object.entries({ search, cost, selfCheck }).flatMap(([method, given]) =>
      given === undefined ? [] : functionProblems(method, given),
    ),
    ...capabilityProblems(capabilities),
    ...wordingProblems(wording),
  ];
}

function functionProblems(method: string, given: unknown): string[] {
  return typeof given === 'function' ? [] : [`${method}: expected a function`];
}

function wordingProblems(wording: unknown): string[] {
  if (typeof wording !== 'object' || wording === null)
    return ['wording: expected an object with label and description'];
  const given = wording as Record<string, unknown>;
  return ['label', 'description']
    .filter((name) => typeof given[name] !== 'string' || given[name] === '')
    .map((name) => `wording.${name}: expected a text, got ${JSON.stringify(given[name])}`);
}

function capabilityProblems(capabilities: unknown): string[] {
  if (typeof capabilities !== 'object' || capabilities === null) return ['capabilities: expected an object'];
  const given = capabilities as Record<string, unknown>;
  const problems = CAPABILITY_FLAGS.filter((flag) => typeof given[flag] !== 'boolean').map(
    (flag) => `capabilities.${flag}: expected true or false, got ${JSON.stringify(given[flag])}`,
  );
  const { objectives } = given;
  const areKnown = Array.isArray(objectives) && objectives.every((objective) => OBJECTIVES.includes(objective));
  return areKnown ? problems : [...problems, `capabilities.objectives: expected a list of ${OBJECTIVES.join(', ')}`];
}
