/** What a request wants to do, as far as access is concerned. */
export const ACTIONS = ['read', 'forecast', 'deliver', 'silence', 'release'] as const;

/** One of {@link ACTIONS}. */
export type Action = (typeof ACTIONS)[number];

/**
 * What the roles may do. `service` is for programs that bring results and ask for forecasts and need not see anything else;
 * a `releaser` decides which version is in use, an `operator` keeps it running.
 */
const ROLE_ACTIONS = {
  viewer: ['read', 'forecast'],
  operator: ['read', 'forecast', 'deliver', 'silence'],
  editor: ['read', 'forecast', 'silence'],
  releaser: ['read', 'forecast', 'release'],
  auditor: ['read'],
  service: ['forecast', 'deliver'],
  admin: ACTIONS,
} as const satisfies Record<string, readonly Action[]>;

/** Name of a role. */
export type Role = keyof typeof ROLE_ACTIONS;

/** The names of all roles. */
export const ROLES = Object.keys(ROLE_ACTIONS) as [Role, ...Role[]];

/** Who asks for something. */
export interface Principal {
  /** The id of a key, or the name of the user who started a server that asks nobody for one. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Series of other tenants are not there for it; undefined for all. Never empty. */
  readonly tenants?: readonly string[];
  /** Narrows down what the role may do; undefined for all of it. */
  readonly scopes?: readonly Action[];
}

/** Whether somebody may do something: the role has to allow it, and the scopes, where there are some. */
export function mayDo({ role, scopes }: Pick<Principal, 'role' | 'scopes'>, action: Action): boolean {
  const actions: readonly Action[] = ROLE_ACTIONS[role];
  return actions.includes(action) && (scopes === undefined || scopes.includes(action));
}
