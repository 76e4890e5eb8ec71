import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process in words that another process can check. Survives JSON. */
export interface ProcessIdentity {
  /** Machine and, where there are such, the container: process numbers mean something only within. */
  readonly host: string;
  /** Start of the machine; empty where it is not known. */
  readonly boot: string;
  readonly pid: number;
  /** Start of the process in the clock of the machine, since a process number is used again; empty where not known. */
  readonly started: string;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  const namespace = readOr('', () => readlinkSync('/proc/self/ns/pid'));
  const boot = readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  return {
    host: `${hostname()} ${namespace}`.trim(),
    boot,
    pid: process.pid,
    started: startOf(process.pid)?.time ?? '',
  };
}

/**
 * False only where a process has certainly ended: nothing is known of one on another machine or in another container, so
 * it counts as alive.
 */
export function mayBeAlive(other: ProcessIdentity, self: ProcessIdentity): boolean {
  if (other.host !== self.host) return true;
  if (other.boot !== self.boot) return false;
  if (!exists(other.pid)) return false;
  const start = startOf(other.pid);
  // What was killed and not yet collected by its parent still has a number, but does nothing any more.
  if (start?.hasEnded) return false;
  return start === undefined || other.started === '' || start.time === other.started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Start time and whether a process has ended, from Linux's /proc; undefined elsewhere. */
function startOf(pid: number): { readonly time: string; readonly hasEnded: boolean } | undefined {
  const text = readOr('', () => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The second field, the program's name in parentheses, may hold spaces and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, time] = [fields[0], fields[19]];
  return state === undefined || time === undefined ? undefined : { time, hasEnded: state === 'Z' || state === 'X' };
}

function readOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
