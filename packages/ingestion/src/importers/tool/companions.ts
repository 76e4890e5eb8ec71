import { openFile } from '../../inputs/bytes.js';
import { magicOf, fileStart } from '../../inputs/bytes.js';
import { readDocument } from './document.js';

/** What other files say about an input: those of the reading, and those that lie beside it. */
export interface Companions {
  /** The inputs of the reading, standard input aside. */
  readonly inputs: readonly string[];
  /**
   * What is made of a file's document, remembered for the inputs that follow; undefined where there is no such file, or
   * where it cannot be read.
   *
   * @param make called once for each file.
   */
  load<T>(path: string, make: (document: unknown) => T): Promise<T | undefined>;
  /** The first characters of a file, "" where there is none. */
  start(path: string): Promise<string>;
}

const START_BYTES = 4096;
/** A manifest can take many megabytes, and a reading may have one for each day. */
const REMEMBERED = 2;

/** The companions of the inputs of one reading. */
export function openCompanions(inputs: readonly string[]): Companions {
  const made = new Map<string, unknown>();
  const starts = new Map<string, string>();
  return {
    inputs,
    async load<T>(path: string, make: (document: unknown) => T) {
      if (made.has(path)) return made.get(path) as T;
      const value = await documentOf(path).then((document) => document && make(document));
      if (made.size >= REMEMBERED) made.delete(made.keys().next().value!);
      made.set(path, value);
      return value as T | undefined;
    },
    async start(path: string) {
      if (!starts.has(path)) starts.set(path, await textStart(path));
      return starts.get(path)!;
    },
  };
}

async function documentOf(path: string): Promise<unknown> {
  try {
    const { isGzip } = magicOf(await fileStart(path, 4));
    return await readDocument(openFile(path, isGzip).chunks, path, new Set());
  } catch {
    return undefined;
  }
}

async function textStart(path: string): Promise<string> {
  try {
    return (await fileStart(path, START_BYTES)).toString('utf8');
  } catch {
    return '';
  }
}
