import { ERROR_CATALOGUE } from '@dqs/core';
import { read } from './support/workspace.js';

/** The table rows: `| \`code\` | exit code | meaning | what to do |`. */
function documented(): { code: string; exitCode: number; meaning: string; remedy: string }[] {
  const rows = read('docs/errors.md').matchAll(/^\|\s*`([^`]+)`\s*\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm);
  return [...rows].map(([, code, exitCode, meaning, remedy]) => ({
    code: code!,
    exitCode: Number(exitCode),
    meaning: meaning!.trim(),
    remedy: remedy!.trim(),
  }));
}

describe('docs/errors.md', () => {
  it('lists the codes of the catalogue with their exit codes and meanings, no more, no fewer, in its order', () => {
    const expected = Object.entries(ERROR_CATALOGUE).map(([code, { meaning, exitCode }]) => ({
      code,
      exitCode,
      meaning,
    }));
    expect(documented().map(({ code, exitCode, meaning }) => ({ code, exitCode, meaning }))).toEqual(expected);
  });

  it('says of each what to do', () => {
    expect(documented().filter(({ remedy }) => remedy.length < 10)).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('is in alphabetical order', () => {
    const codes = Object.keys(ERROR_CATALOGUE);
    expect(codes).toEqual([...codes].sort());
  });
});
