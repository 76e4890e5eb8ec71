import { ERROR_CATALOGUE } from '@dqs/core';
import { read } from './support/workspace.js';

/** Codes and texts of the table rows: `| \`code\` | meaning | what to do |`. */
function documented(): { code: string; meaning: string; remedy: string }[] {
  return [...read('docs/errors.md').matchAll(/^\|\s*`([^`]+)`\s*\|([^|]*)\|([^|]*)\|$/gm)].map(
    ([, code, meaning, remedy]) => ({
      code: code!,
      meaning: meaning!.trim(),
      remedy: remedy!.trim(),
    }),
  );
}

describe('docs/errors.md', () => {
  it('lists the codes of the catalogue, no more, no fewer, in its order', () => {
    expect(documented().map(({ code }) => code)).toEqual(Object.keys(ERROR_CATALOGUE));
  });

  it('says of each what it means and what to do', () => {
    expect(documented().filter(({ meaning, remedy }) => meaning.length < 10 || remedy.length < 10)).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('is in alphabetical order', () => {
    const codes = Object.keys(ERROR_CATALOGUE);
    expect(codes).toEqual([...codes].sort());
  });
});
