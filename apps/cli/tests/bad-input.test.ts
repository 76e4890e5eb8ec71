import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();
let history = '';
let model = '';
let text = '';

beforeAll(async () => {
  history = await smallHistory(folder);
  text = readFileSync(history, 'utf8');
  model = await smallBundle(folder, history);
});

/** Trains on a file of that content; the bundle must not appear when it fails. */
async function trainOn(name: string, content: string | Buffer, ...more: string[]) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const out = join(folder, `${name}.model`);
  // What is read is the matter here, not whether a quick training is good enough.
  const run = await dqs(['train', '-i', path, ...QUICK_TRAINING, '--no-gates', '-o', out, '--json', ...more]);
  return { ...run, path, out, error: errorOf(run.stderr) };
}

/** The error in JSON lines of stderr. */
function errorOf(stderr: string): { code: string; message: string } | undefined {
  const lines = stderr.split('\n').filter((line) => line.startsWith('{"error"'));
  return lines.length === 1 ? (JSON.parse(lines[0]!) as { error: { code: string; message: string } }).error : undefined;
}

/** What `dqs ingest --json` prints, as far as it is needed here. */
interface Ingested {
  readonly report: { readonly rows: number; readonly passed: number; readonly failed: number };
}

/** A failed run: this code, nothing on stdout, no bundle. */
function expectFailure(run: Awaited<ReturnType<typeof trainOn>>, code: string, message: RegExp) {
  expect(run.error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect({ exit: run.code, stdout: run.stdout }).toEqual({ exit: 1, stdout: '' });
  expect(existsSync(run.out)).toBe(false);
}

describe('a history that cannot be read', () => {
  it('is missing: the path is named', async () => {
    const run = await dqs(['train', '--input', join(folder, 'nothing.csv'), '--out', join(folder, 'none')]);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error [input-not-found]') });
    expect(run.stderr).toContain('nothing.csv');
  });

  it('is empty', async () => {
    expectFailure(await trainOn('empty.csv', ''), 'input-empty', /empty\.csv/);
  });

  it('has only a header', async () => {
    expectFailure(await trainOn('header.csv', text.split('\n')[0]!), 'input-empty', /header\.csv/);
  });

  it('lacks a column: the nearest name is suggested', async () => {
    const renamed = text.replace('business_date', 'busines_date');
    expectFailure(await trainOn('column.csv', renamed), 'input-column-missing', /business_date.*busines_date/s);
  });

  it('has another delimiter than the option says: the one that was meant is named', async () => {
    const semicolons = text.replaceAll(',', ';');
    const run = await trainOn('semicolons.csv', semicolons, '--delimiter', 'comma');
    expectFailure(run, 'input-column-missing', /semicolon|";"/);
  });

  it('is a gzip cut short', async () => {
    const whole = gzipSync(text);
    const cut = whole.subarray(0, Math.floor(whole.length / 2));
    expectFailure(await trainOn('cut.csv.gz', cut), 'input-truncated', /cut\.csv\.gz/);
  });

  it('has too many unusable rows: what and how many, and what to do', async () => {
    const spoilt = join(folder, 'spoilt.csv');
    await expectFine(['generate', '--rows', '2000', '--garbage', '0.3', '--out', spoilt]);
    const run = await trainOn('spoilt-copy.csv', readFileSync(spoilt));
    expectFailure(run, 'input-too-many-rejects', /2000/);
  });

  it('has too many results that say neither pass nor fail: their texts and counts are named', async () => {
    const half = withResults(text, (n) => (n % 2 === 0 ? 'Pased' : 'PASSED'));
    expectFailure(await trainOn('misspelt.csv', half), 'input-too-many-unreadable', /50 %.*"Pased" \(\d+ rows\)/);
  });
});

/** The log with other results, by the number of the row. */
function withResults(log: string, results: (row: number) => string): string {
  let row = 0;
  return log.replace(/"\{.*?\}"/g, () => results(row++));
}

describe('a history that can be read all the same', () => {
  it('has bare words for results: they are read as they are meant, and every command shows how many', async () => {
    const bare = text.replace(/"\{.*?(Pass|Fail).*?\}"/gi, (_, word: string) => `${word.toUpperCase()}ED`);
    expect(bare).not.toContain('{');
    const [path, store] = [join(folder, 'bare.csv'), join(folder, 'bare.parquet')];
    writeFileSync(path, bare);
    const json = JSON.parse(
      await expectFine(['ingest', history, '--panel', join(folder, 'j.parquet'), '--json']),
    ) as Ingested;
    const { rows, passed, failed } = json.report;
    expect(passed).toBeGreaterThan(0);
    expect(failed).toBeGreaterThan(0);
    const words = JSON.parse(await expectFine(['ingest', path, '--panel', store, '--json'])) as Ingested;
    expect(words.report).toMatchObject({ rows, passed, failed, neither: 0, neitherTexts: [] });
    const whole = new Intl.NumberFormat('en').format;
    const shown = `${whole(rows)} results: ${whole(passed)} passed, ${whole(failed)} failed, 0 neither\n`;
    expect(
      await expectFine(['train', '--panel', store, ...QUICK_TRAINING, '--no-gates', '-o', join(folder, 'b')]),
    ).toContain(shown);
    expect(await expectFine(['backtest', '-i', path, ...QUICK_TRAINING, '--folds', '1'])).toContain(shown);
    expect(await expectFine(['summarize', '--panel', store, '--out', join(folder, 'summary')])).toContain(shown);
  });

  it('loses only its 1 % of garbage rows, which are kept in the rejects file', async () => {
    const spoilt = join(folder, 'garbage.csv');
    const generate = ['generate', '--rows', '20000', '--days', '120', '--garbage', '0.01', '--out', spoilt, '--json'];
    const { rejects } = JSON.parse(await expectFine(generate)) as { rejects: number };
    const rejected = join(folder, 'rejects.jsonl');
    const run = await trainOn('garbage-copy.csv', readFileSync(spoilt), '--rejects', rejected);
    expect(run.code).toBe(0);
    const { input } = JSON.parse(run.stdout) as { input: object };
    expect(input).toMatchObject({ rows: 20000, rowsRejected: rejects, rowsUsed: 20000 - rejects });
    const lines = readFileSync(rejected, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(rejects);
    expect(JSON.parse(lines[0]!)).toMatchObject({ record: expect.any(Number), reason: expect.any(String) });
    expect(run.stderr).toContain(`${rejects} of 20000 rows were rejected`);
  });

  it('has a byte order mark, CRLF and quoted line ends, and loses only the row with a NUL byte', async () => {
    const [header, ...rows] = text.trim().split('\n');
    const odd = [`\uFEFF${header}`, ...rows.map((row) => row.replace('amount', '"am\r\nount"'))].join('\r\n');
    const run = await trainOn('odd.csv', odd.replace('SYNTHETIC', 'SYN\0THETIC'));
    expect(run.error).toBeUndefined();
    expect(JSON.parse(run.stdout)).toMatchObject({
      input: { rows: rows.length, rowsRejected: 1, rejected: { 'nul-byte': 1 } },
    });
  });
});

describe('a forecast that cannot be made', () => {
  const predict = (...more: string[]) => dqs(['predict', '--model', model, ...more]);

  it('of an unknown series: the nearest is suggested', async () => {
    const rows = JSON.parse(await expectFine(['predict', '-m', model, '-a', '-f', 'json'])) as {
      dataset_uuid: string;
    }[];
    const uuid = rows[0]!.dataset_uuid;
    const misspelt = `${uuid.slice(0, -1)}x`;
    const run = await predict('--dataset', misspelt, '--rule', '101');
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(new RegExp(`error \\[series-unknown\\].*did you mean "${uuid}"`, 's'));
    expect((await predict('--dataset', uuid, '--rule', '999')).stderr).toContain('has the rules "101", "102", "103"');
  });

  it('of a date before the history gives the range', async () => {
    const run = await predict('--all', '--date', '2020-01-01');
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('2025-01-01 to 2025-04-30') });
  });

  it('of a date that does not exist', async () => {
    const run = await predict('--all', '--date', '2025-02-30');
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--date: expected a calendar date') });
  });

  it('without one series or all', async () => {
    expect(await predict()).toMatchObject({ code: 2, stderr: expect.stringContaining('expected either --all') });
    expect((await predict('--all', '--rule', '101')).code).toBe(2);
  });
});

describe('a bundle that was changed', () => {
  const copyOf = (name: string) => {
    const path = join(folder, name);
    cpSync(model, path, { recursive: true });
    return path;
  };

  it('has one flipped byte, in any of its files: the file is named', async () => {
    for (const file of readdirSync(model).filter((name) => name !== 'manifest.json.sha256')) {
      const path = copyOf(`flipped-${file}`);
      const bytes = readFileSync(join(path, file));
      bytes[Math.floor(bytes.length / 2)]! ^= 1;
      writeFileSync(join(path, file), bytes);
      const run = await dqs(['predict', '--model', path, '--all']);
      expect({ file, code: run.code, stdout: run.stdout }).toEqual({ file, code: 1, stdout: '' });
      expect(run.stderr).toMatch(new RegExp(`error \\[bundle-corrupt\\].*${file.replaceAll('.', '\\.')}`));
    }
  });

  it('has features this version would compute differently: train again', async () => {
    const path = copyOf('other-spec');
    const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as {
      contract: { features: { name: string }[] };
    };
    manifest.contract.features[4]!.name = 'lag_1_days';
    writeManifest(path, manifest);
    const run = await dqs(['predict', '--model', path, '--all']);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error [bundle-spec-mismatch]') });
    expect(run.stderr).toContain('lag_1_days');
    expect(run.stderr).toContain('hint: retrain the bundle');
  });

  it('is another directory, or nothing', async () => {
    const run = await dqs(['inspect', '--model', folder]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('error [bundle-invalid]') });
    expect((await dqs(['inspect', '--model', join(folder, 'absent')])).stderr).toContain('error [input-not-found]');
  });
});

/** Writes a manifest with a hash that fits, as somebody would who changes a bundle on purpose. */
function writeManifest(bundle: string, manifest: object): void {
  const content = JSON.stringify(manifest, null, 2);
  writeFileSync(join(bundle, 'manifest.json'), content);
  const hash = execFileSync('sha256sum', ['manifest.json'], { cwd: bundle, encoding: 'utf8' });
  writeFileSync(join(bundle, 'manifest.json.sha256'), hash);
}

describe('a result that cannot be written', () => {
  it('is refused before the work begins if a file is in the place of its folder', async () => {
    const run = await dqs(['train', '-i', join(folder, 'absent.csv'), '-o', join(history, 'model')]);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error [output-not-writable]') });
  });

  it('on a full device fails with that reason, and the device stays in place', async () => {
    if (!existsSync('/dev/full')) return console.warn('no /dev/full here: the full device is not tried');
    const run = await dqs(['predict', '--model', model, '--all', '--out', '/dev/full']);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('the disk is full') });
    expect((await dqs(['predict', '--model', model, '--all', '--out', '/dev/full'])).code).toBe(1);
  });

  it('meets a full disk: no bundle appears, and nothing half-written stays', async () => {
    const disk = tinyDisk(join(folder, 'disk'));
    if (disk === undefined) return console.warn('no file system can be mounted here: the full disk is not tried');
    try {
      const copy = join(folder, 'history-for-disk.csv');
      copyFileSync(history, copy);
      const run = await dqs(['train', '-i', copy, ...QUICK_TRAINING, '-o', join(disk, 'model')]);
      expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('the disk is full') });
      const generated = await dqs(['generate', '--rows', '20000', '--out', join(disk, 'big.csv')]);
      expect(generated).toMatchObject({ code: 1, stderr: expect.stringContaining('the disk is full') });
      expect(readdirSync(disk)).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

/** A file system of 16 kB, or undefined where none may be mounted. */
function tinyDisk(path: string): string | undefined {
  try {
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', path], { stdio: 'ignore' });
    return path;
  } catch {
    return undefined;
  }
}
