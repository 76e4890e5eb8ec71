// Reads from an ELF file which versions of which libraries it asks for: https://refspecs.linuxfoundation.org/LSB_5.0.0
// (Linux Standard Base, section "Symbol Versioning").
import { readFileSync } from 'node:fs';

/** What Node's own binaries ask for. */
export const OLDEST_GLIBC = '2.28';

const VERSIONS_NEEDED = 0x6ffffffe;

/**
 * The newest version of every family of symbols that a 64-bit little-endian ELF file asks for.
 *
 * @returns such as `{ GLIBC: '2.17', GOMP: '4.5' }`; nothing of a family that it needs nothing of.
 * @throws Error for a file of another kind.
 */
export function newestVersions(path) {
  const newest = {};
  for (const name of versionNames(path)) {
    const [, family, version] = /^(\w+?)_(\d[\d.]*)$/.exec(name) ?? [];
    if (family !== undefined && isNewer(version, newest[family] ?? '0')) newest[family] = version;
  }
  return newest;
}

/**
 * Refuses a binary that would not load where Node does.
 *
 * @throws Error that names what it asks for.
 */
export function assertRunsOnOlderSystems(path) {
  const { GLIBC = '0', GLIBCXX } = newestVersions(path);
  if (GLIBCXX === undefined && !isNewer(GLIBC, OLDEST_GLIBC)) return;
  throw new Error(
    `${path}: expected a binary that needs glibc ${OLDEST_GLIBC} at most and no libstdc++, got one that needs glibc ${GLIBC}` +
      `${GLIBCXX === undefined ? '' : ` and GLIBCXX_${GLIBCXX}`}: build it with GCC, its static libraries installed`,
  );
}

/** Names of all versions in the section of those that are needed. */
function versionNames(path) {
  const file = readFileSync(path);
  if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1) {
    throw new Error(`${path}: expected a 64-bit little-endian ELF file`);
  }
  const sections = sectionsOf(file);
  return sections
    .filter(({ type }) => type === VERSIONS_NEEDED)
    .flatMap(({ offset, link, info }) => [...namesIn(file, { offset, texts: sections[link].offset, count: info })]);
}

function sectionsOf(file) {
  const start = Number(file.readBigUInt64LE(0x28));
  const [size, count] = [file.readUInt16LE(0x3a), file.readUInt16LE(0x3c)];
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * size;
    const [type, link, info] = [at + 4, at + 0x28, at + 0x2c].map((place) => file.readUInt32LE(place));
    return { type, link, info, offset: Number(file.readBigUInt64LE(at + 0x18)) };
  });
}

/** A chain of libraries, each with a chain of versions. */
function* namesIn(file, { offset, texts, count }) {
  let library = offset;
  for (let i = 0; i < count; i += 1) {
    let version = library + file.readUInt32LE(library + 8);
    for (let j = 0; j < file.readUInt16LE(library + 2); j += 1) {
      const name = texts + file.readUInt32LE(version + 8);
      yield file.toString('latin1', name, file.indexOf(0, name));
      version += file.readUInt32LE(version + 12);
    }
    library += file.readUInt32LE(library + 12);
  }
}

function isNewer(one, other) {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  }
  return false;
}
