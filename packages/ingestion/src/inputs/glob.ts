import { readdir, statSync, type Dirent } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError, compareText } from '@dqs/core';

const GLOB_SIGNS = /[*?[{]/;

/** Whether a path is a pattern: contains `*`, `?`, `[` or `{`. */
export function isGlob(path: string): boolean {
  return GLOB_SIGNS.test(path);
}

/**
 * The files a pattern matches, sorted. `*` and `?` match within a name, `[abc]` one character, `{a,b}` either text,
 * `**` any number of folders; names that start with a dot are matched only by patterns that do. A backslash escapes a
 * character; leading folders that exist under exactly that name need no escape. Links to files are files, links to
 * folders are not followed.
 *
 * @throws DqsError `invalid-argument` for a bracket or brace that is not closed.
 */
export async function expandGlob(pattern: string): Promise<string[]> {
  const { literal, rest } = await splitLiteral(pattern);
  checkBrackets(pattern, rest);
  // Loaded when first needed: most inputs are not patterns.
  const { glob } = await import('tinyglobby');
  const found = await glob(rest.startsWith('!') ? `\\${rest}` : rest, {
    cwd: literal === '' ? '.' : literal,
    expandDirectories: false,
    extglob: false,
    followSymbolicLinks: false,
    fs: { readdir: readWithLinks as typeof readdir },
  });
  return found.map((path) => join(literal, path)).sort(compareText);
}

/** The leading folders of a pattern that exist under exactly that name, and the rest. */
async function splitLiteral(pattern: string): Promise<{ literal: string; rest: string }> {
  let end = 0;
  for (let at = pattern.indexOf('/'); at >= 0; at = pattern.indexOf('/', at + 1)) {
    const isFolder = await stat(pattern.slice(0, at + 1)).then(
      (facts) => facts.isDirectory(),
      () => false,
    );
    if (!isFolder) break;
    end = at + 1;
  }
  return { literal: pattern.slice(0, end), rest: pattern.slice(end) };
}

/** An unclosed bracket would silently match nothing. */
function checkBrackets(pattern: string, rest: string): void {
  const open: string[] = [];
  for (let at = 0; at < rest.length; at += 1) {
    const sign = rest[at]!;
    const isInSet = open.at(-1) === '[';
    if (sign === '\\') at += 1;
    else if (isInSet ? sign === ']' : sign === '}' && open.length > 0) open.pop();
    else if (!isInSet && (sign === '[' || sign === '{')) {
      open.push(sign);
      // A leading bracket is literal: []a] and [!]a].
      if (sign === '[') at += /^[!^]?\]?/.exec(rest.slice(at + 1, at + 3))![0].length;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed === undefined) return;
  const message = `expected every ${unclosed} of the pattern ${pattern} to be closed; close it, or write \\${unclosed} for the character itself`;
  throw new DqsError('invalid-argument', message, { details: { path: pattern } });
}

type Done = (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void;

/** Lists a folder with links to files counted as files: the search itself would skip all links. */
function readWithLinks(folder: string, options: { withFileTypes: true }, done: Done): void {
  readdir(folder, options, (error, entries) => {
    for (const entry of entries ?? []) {
      if (entry.isSymbolicLink() && isFile(join(folder, entry.name))) {
        entry.isSymbolicLink = () => false;
        entry.isFile = () => true;
      }
    }
    done(error, entries);
  });
}

function isFile(link: string): boolean {
  try {
    return statSync(link).isFile();
  } catch {
    // The link is broken or circular.
    return false;
  }
}
