import { userInfo } from 'node:os';

/** Who does something to a registry: as told, or the current user. */
export function actorOf({ by }: { readonly by?: string }): string {
  if (by !== undefined) return by;
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return process.env['USER'] ?? 'unknown';
  }
}
