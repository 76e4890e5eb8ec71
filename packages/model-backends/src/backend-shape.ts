/** Capabilities that are true or false. */
const FLAGS = ['training', 'weights', 'contributions', 'categories', 'quantiles', 'incremental'] as const;
const OBJECTIVES: readonly unknown[] = ['cross-entropy', 'l2', 'l1'];

/**
 * What keeps a value from being a {@link ModelBackend}, as far as it shows without a training; empty for one. What its
 * methods do is for the contract suite to check.
 */
export function backendProblems(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [`got ${value === null ? 'null' : typeof value}`];
  const { name, capabilities, train, load } = value as Record<string, unknown>;
  return [
    ...(typeof name === 'string' && /^[a-z][a-z0-9-]*$/.test(name)
      ? []
      : [`name: expected lower-case letters, digits and dashes, got ${JSON.stringify(name)}`]),
    ...(typeof train === 'function' ? [] : ['train: expected a function']),
    ...(typeof load === 'function' ? [] : ['load: expected a function']),
    ...capabilityProblems(capabilities),
  ];
}

function capabilityProblems(capabilities: unknown): string[] {
  if (typeof capabilities !== 'object' || capabilities === null) return ['capabilities: expected an object'];
  const given = capabilities as Record<string, unknown>;
  const problems = FLAGS.filter((flag) => typeof given[flag] !== 'boolean').map(
    (flag) => `capabilities.${flag}: expected true or false, got ${JSON.stringify(given[flag])}`,
  );
  const { objectives } = given;
  const areKnown = Array.isArray(objectives) && objectives.every((objective) => OBJECTIVES.includes(objective));
  return areKnown ? problems : [...problems, `capabilities.objectives: expected a list of ${OBJECTIVES.join(', ')}`];
}
