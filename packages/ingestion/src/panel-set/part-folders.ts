import { hasPart, type PartRange } from './layout.js';

const FOLDER = /(?:^|[\\/])part=([0-9a-f]{2})(?=[\\/])/g;

/**
 * Of some files those that may hold results of some parts: a file below a folder `part=0a`, as warehouses write them, holds those
 * of that part alone. Whoever leaves files out has to refuse results of other parts in the rest.
 */
export function filesOfParts(paths: readonly string[], parts: PartRange): readonly string[] {
  return paths.filter((path) => {
    const part = [...path.matchAll(FOLDER)].at(-1)?.[1];
    return part === undefined || hasPart(parts, Number.parseInt(part, 16));
  });
}
