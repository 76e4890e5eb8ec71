import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Identifies a process so that another process can check it. Survives JSON. Unknown parts are omitted. */
export interface ProcessIdentity {
  /** Name of the machine. */
  readonly host: string;
  /** The container, if any: process numbers are only meaningful within it. */
  readonly namespace?: string | undefined;
  /** Start of the machine. */
  readonly boot?: string | undefined;
  readonly pid: number;
  /** Start of the process by the machine's clock, since process numbers are reused. */
  readonly started?: string | undefined;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid);
}

/** Another process of this machine and container, by its number; whoever has that number now. */
export function identityOf(pid: number): ProcessIdentity {
  return {
    host: hostname(),
    namespace: orUndefined(() => readlinkSync('/proc/self/ns/pid')),
    boot: orUndefined(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pid,
    started: startOf(pid)?.time,
  };
}

/**
 * False only if a process has certainly ended: nothing is known about one on another machine or in another container,
 * so it counts as alive.
 */
export function mayBeAlive(other: ProcessIdentity, self: ProcessIdentity): boolean {
  if (other.host !== self.host || differ(other.namespace, self.namespace)) return true;
  if (differ(other.boot, self.boot) || !exists(other.pid)) return false;
  const start = startOf(other.pid);
  // A zombie still has a number but no longer does anything.
  return !start?.hasEnded && !differ(start?.time, other.started);
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Start time and whether a process has ended, from Linux's /proc; undefined on other systems. */
function startOf(pid: number): { readonly time: string; readonly hasEnded: boolean } | undefined {
  const text = orUndefined(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  // The second field, the program's name in parentheses, may hold spaces and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, time] = [fields[0], fields[19]];
  return state === undefined || time === undefined ? undefined : { time, hasEnded: state === 'Z' || state === 'X' };
}

function orUndefined(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
