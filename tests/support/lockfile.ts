/** What of package-lock.json decides whether `npm ci` accepts it. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Dependencies that a locked package names and the lock file does not hold: `npm ci` refuses such a file
 * ("Missing: X from lock file"), and npm itself writes one when a registry lacks the binaries of another platform.
 *
 * @returns sentences `package@version needs name@range`, empty for a complete file.
 */
export function missingFromLockfile({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter(([name]) => !searchPath(path, name).some((candidate) => candidate in packages))
      .map(([name, range]) => `${path || 'the root'}@${entry.version ?? '?'} needs ${name}@${range}`),
  );
}

/** Where Node looks for `name` from the package at `path`: its own node_modules, then each one above. */
function searchPath(path: string, name: string): string[] {
  const candidates: string[] = [];
  for (let base = path; base !== ''; base = parentOf(base)) candidates.push(`${base}/node_modules/${name}`);
  return [...candidates, `node_modules/${name}`];
}

/** The folder whose node_modules holds this package; '' is the root. */
function parentOf(path: string): string {
  const at = path.lastIndexOf('node_modules/');
  return at < 0 ? '' : path.slice(0, at).replace(/\/$/, '');
}
