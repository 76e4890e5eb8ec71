/** What the `unique_id` of a node says by itself. */
export interface UniqueId {
  /** `test`, `unit_test`, `model`, `source`, … */
  readonly kind: string;
  /** The project or package that it is defined in. */
  readonly project: string;
  /** Its name without the hash that dbt adds to tests. */
  readonly name: string;
  /** Of a unit test: the model. */
  readonly model: string | undefined;
}

const HASH = /^[0-9a-f]{2,10}$/;

/**
 * Takes an id apart: `test.shop.not_null_orders_id.cf6c17daed`, `test.shop.assert_positive`,
 * `unit_test.shop.orders.adds_up`, `model.shop.orders.v2`, `source.shop.raw.orders`. Of anything else the kind is "".
 */
export function parseUniqueId(id: string): UniqueId {
  const [kind = '', project = '', ...rest] = id.split('.');
  if (rest.length === 0) return { kind: '', project: '', name: id, model: undefined };
  if (kind === 'unit_test' && rest.length > 1) {
    return { kind, project, name: rest.slice(1).join('.'), model: rest[0] };
  }
  const isHashed = kind === 'test' && rest.length > 1 && HASH.test(rest.at(-1)!);
  return { kind, project, name: (isHashed ? rest.slice(0, -1) : rest).join('.'), model: undefined };
}
