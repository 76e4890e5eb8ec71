/**
 * Makes this process kill itself (SIGKILL, as `kill -9` does) at its n-th change of the file system: before it or, if
 * `isHalf` and the change is a write, after half of the bytes. Steps beyond the last one kill nothing.
 *
 * @returns a function that returns the number of changes so far.
 */
export function killAtStep(step: number, isHalf: boolean): Promise<() => number>;
