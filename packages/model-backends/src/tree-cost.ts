/** Names of the parameters that determine the cost of trees; those that a backend lacks are left out. */
export interface TreeCostNames {
  readonly leaves?: string;
  /** Share of the columns that a tree looks at. */
  readonly columns?: string;
  /** Share of the rows that a tree is grown on. */
  readonly rows?: string;
  readonly rate?: string;
}

/**
 * Estimates the time of growing trees, in no unit: they grow with their leaves and the features looked at, and more of them
 * are needed with a smaller rate.
 */
export function treeCost(names: TreeCostNames) {
  return (parameters: Readonly<Record<string, string | number | boolean>>): number => {
    const number = (name: string | undefined, otherwise: number) =>
      Number((name === undefined ? undefined : parameters[name]) ?? otherwise);
    const perTree = number(names.leaves, 31) * number(names.columns, 1) * number(names.rows, 1);
    return (perTree * number('rounds', 100)) / number(names.rate, 0.1);
  };
}
