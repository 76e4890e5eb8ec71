import { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** How many steps were made: writes, flushes, links, renames and removals. */
let steps = 0;

/** Functions of `node:fs/promises` that change something. */
const CHANGES = ['mkdir', 'writeFile', 'link', 'rename', 'rm', 'rmdir'];

/**
 * Makes this process kill itself (SIGKILL, as `kill -9` does) at its n-th change of the file system: before it or, if
 * `isHalf` and the change is a write, after half of the bytes. Steps beyond the last one kill nothing.
 *
 * @param {number} step
 * @param {boolean} isHalf
 * @returns {Promise<() => number>} a function that returns the number of changes so far.
 */
export async function killAtStep(step, isHalf) {
  for (const name of CHANGES) {
    const original = promises[name];
    promises[name] = async (...args) => {
      if (isNext(step)) await die(isHalf && name === 'writeFile' ? () => halfOf(original, args) : undefined);
      return original(...args);
    };
  }
  const handle = await promises.open('.', 'r');
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  for (const name of ['writeFile', 'sync']) {
    const original = prototype[name];
    prototype[name] = async function (...args) {
      if (isNext(step)) {
        await die(isHalf && name === 'writeFile' ? () => original.call(this, halfContent(args[0])) : undefined);
      }
      return original.apply(this, args);
    };
  }
  // Modules that imported a function by name see the new one.
  syncBuiltinESMExports();
  return () => steps;
}

function isNext(step) {
  steps += 1;
  return steps === step;
}

async function die(before) {
  await before?.();
  process.kill(process.pid, 'SIGKILL');
  // The signal arrives at once; nothing more may happen until then.
  return new Promise(() => undefined);
}

function halfOf(original, [path, content, ...rest]) {
  return original(path, halfContent(content), ...rest);
}

function halfContent(content) {
  const bytes = Buffer.from(content);
  return bytes.subarray(0, bytes.length >> 1);
}
