import { readdir } from 'node:fs/promises';
import { join, parse, sep } from 'node:path';

import { compareText } from '@dqs/core';

/** Whether a path is a pattern: holds `*`, `?`, `[` or `{`. */
export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/**
 * The files a pattern matches, sorted. `*` and `?` match within a name, `[abc]` one character, `{a,b}` either text,
 * `**` any number of folders; names that start with a dot are matched only by patterns that do.
 */
export async function expandGlob(pattern: string): Promise<string[]> {
  const { root } = parse(pattern);
  const parts = pattern
    .slice(root.length)
    .split(/[/\\]/)
    .filter((part) => part !== '');
  const found = new Set<string>();
  await walk(root, parts, found);
  return [...found].sort(compareText);
}

async function walk(folder: string, parts: readonly string[], found: Set<string>): Promise<void> {
  const [part, ...rest] = parts;
  if (part === undefined) return;
  if (part !== '**' && !isGlob(part) && rest.length > 0) return walk(join(folder, part), rest, found);
  if (part === '**') await walk(folder, rest, found);
  const matches = part === '**' ? (name: string) => !name.startsWith('.') : nameMatcher(part);
  for (const entry of await entriesOf(folder)) {
    if (!matches(entry.name)) continue;
    const path = folder === '' ? entry.name : join(folder, entry.name);
    if (entry.isDirectory()) await walk(path, part === '**' ? parts : rest, found);
    else if (rest.length === 0 && part !== '**') found.add(path);
  }
}

async function entriesOf(folder: string) {
  return readdir(folder === '' ? `.${sep}` : folder, { withFileTypes: true }).catch(() => []);
}

function nameMatcher(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]')
    .replace(/\[!/g, '[^')
    .replace(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.split(',').join('|')})`);
  const expression = new RegExp(`^${source}$`, 'u');
  return (name) => expression.test(name) && (pattern.startsWith('.') || !name.startsWith('.'));
}
