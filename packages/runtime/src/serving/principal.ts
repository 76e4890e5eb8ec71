/** What a request wants to do, as far as access is concerned. */
export const ACTIONS = [
  'read',
  'forecast',
  'deliver',
  'silence',
  'operate',
  'edit',
  'release',
  'audit',
  'administer',
] as const;

/** One of {@link ACTIONS}. */
export type Action = (typeof ACTIONS)[number];

/**
 * What the roles may do. `service` is for programs that bring results and ask for forecasts and need not see anything else;
 * a `releaser` decides which version is in use, an `operator` keeps it running, an `editor` changes who is told what.
 */
const ROLE_ACTIONS = {
  viewer: ['read', 'forecast'],
  operator: ['read', 'forecast', 'deliver', 'silence', 'operate'],
  editor: ['read', 'forecast', 'silence', 'edit'],
  releaser: ['read', 'forecast', 'release'],
  auditor: ['read', 'audit'],
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
  /** Further roles: it may do what any of them may. */
  readonly moreRoles?: readonly Role[];
  /** Series of other tenants are not there for it; undefined for all. Never empty. */
  readonly tenants?: readonly string[];
  /** Narrows down what the role may do; undefined for all of it. */
  readonly scopes?: readonly Action[];
}

/** Whether somebody may do something: a role has to allow it, and the scopes, where there are some. */
export function mayDo(
  { role, moreRoles = [], scopes }: Pick<Principal, 'role' | 'moreRoles' | 'scopes'>,
  action: Action,
): boolean {
  const allows = (one: Role) => (ROLE_ACTIONS[one] as readonly Action[]).includes(action);
  return [role, ...moreRoles].some(allows) && (scopes === undefined || scopes.includes(action));
}

/** Whether all that one may do and see, another may too: nobody gives away more than they have. */
export function isWithin(
  one: Pick<Principal, 'role' | 'moreRoles' | 'scopes' | 'tenants'>,
  other: Pick<Principal, 'role' | 'moreRoles' | 'scopes' | 'tenants'>,
): boolean {
  return (
    ACTIONS.every((action) => !mayDo(one, action) || mayDo(other, action)) && areWithin(one.tenants, other.tenants)
  );
}

/** Whether tenants are among others; undefined stands for all of them. */
export function areWithin(tenants: readonly string[] | undefined, others: readonly string[] | undefined): boolean {
  return others === undefined || (tenants !== undefined && tenants.every((tenant) => others.includes(tenant)));
}
