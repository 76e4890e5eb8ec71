import { promises, type PathLike } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** How many steps were made: writes, flushes, links, renames and removals. */
let steps = 0;

/** Functions of `node:fs/promises` that change something. */
const CHANGES = ['mkdir', 'writeFile', 'link', 'rename', 'rm', 'rmdir'] as const;

/**
 * Makes this process kill itself (SIGKILL, as `kill -9` does) at its n-th change of the file system: before it or, if
 * `isHalf` and the change is a write, after half of the bytes. Steps beyond the last one kill nothing.
 *
 * @returns a function that returns the number of changes so far.
 */
export async function killAtStep(step: number, isHalf: boolean): Promise<() => number> {
  const functions = promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of CHANGES) {
    const original = functions[name]!;
    functions[name] = async (...args) => {
      if (isNext(step)) await die(isHalf && name === 'writeFile' ? () => halfOf(original, args) : undefined);
      return original(...args);
    };
  }
  const handle = await promises.open('.' as PathLike, 'r');
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  for (const name of ['writeFile', 'sync'] as const) {
    const original = prototype[name] as (this: FileHandle, ...args: unknown[]) => Promise<void>;
    Object.assign(prototype, {
      async [name](this: FileHandle, ...args: unknown[]) {
        if (isNext(step)) {
          await die(isHalf && name === 'writeFile' ? () => original.call(this, halfContent(args[0])) : undefined);
        }
        return original.apply(this, args);
      },
    });
  }
  // Modules that imported a function by name see the new one.
  syncBuiltinESMExports();
  return () => steps;
}

function isNext(step: number): boolean {
  steps += 1;
  return steps === step;
}

async function die(before?: () => Promise<unknown>): Promise<never> {
  await before?.();
  process.kill(process.pid, 'SIGKILL');
  // The signal arrives at once; nothing more may happen until then.
  return new Promise(() => undefined);
}

function halfOf(original: (...args: unknown[]) => Promise<unknown>, [path, content, ...rest]: unknown[]) {
  return original(path, halfContent(content), ...rest);
}

function halfContent(content: unknown): Uint8Array {
  const bytes = Buffer.from(content as Uint8Array);
  return bytes.subarray(0, bytes.length >> 1);
}
