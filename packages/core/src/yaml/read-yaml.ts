import { type LineCounter, parseAllDocuments, parseDocument, type ParsedNode } from 'yaml';

import type { ErrorCode } from '../errors/catalogue.js';
import { DqsError } from '../errors/dqs-error.js';
import { invalidFile } from './problems.js';

/** What a YAML file is called, and the error that says what is wrong with it. */
export interface YamlFile {
  /** What to call it in messages. */
  readonly file: string;
  readonly code: ErrorCode;
  readonly lineCounter: LineCounter;
}

// Names that are there twice are looked for by `fieldsOf`: the library compares every one with all others.
const OPTIONS = { uniqueKeys: false, prettyErrors: false, merge: false } as const;

/**
 * The content of a file of one document; null if it is empty. Anchors are not followed.
 *
 * @throws DqsError of the file's code that lists every mistake of syntax with its line.
 */
export function readYaml(text: string, from: YamlFile): ParsedNode | null {
  return parsed(from, () => {
    const document = parseDocument(text, { lineCounter: from.lineCounter, ...OPTIONS });
    assertWritten(from, document.errors);
    return document.contents;
  });
}

/**
 * The contents of a file of several documents, without the empty ones.
 *
 * @throws DqsError of the file's code that lists every mistake of syntax with its line.
 */
export function readYamlDocuments(text: string, from: YamlFile): readonly ParsedNode[] {
  return parsed(from, () => {
    const documents = parseAllDocuments(text, { lineCounter: from.lineCounter, ...OPTIONS });
    assertWritten(
      from,
      documents.flatMap(({ errors }) => errors),
    );
    return documents.flatMap(({ contents }) => (contents === null ? [] : [contents as ParsedNode]));
  });
}

function parsed<T>({ file, code }: YamlFile, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (DqsError.is(cause)) throw cause;
    // Nested a hundred thousand times, or the like.
    throw invalidFile(code, file, [`${file}: expected YAML that can be read, got ${(cause as Error).message}`], cause);
  }
}

interface Mistake {
  readonly pos: readonly [number, number];
  readonly message: string;
}

function assertWritten({ file, code, lineCounter }: YamlFile, mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return;
  const problems = mistakes.map(({ pos, message }) => `${file}:${lineCounter.linePos(pos[0]).line}: ${message}`);
  throw invalidFile(code, file, problems);
}
