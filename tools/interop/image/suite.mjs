import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../workspace/paths.mjs';
import { missingPeers } from '../../workspace/peers.mjs';
import { NotHere, output } from '../not-here.mjs';
import { buildImages } from './build.mjs';
import { Container } from './container.mjs';

/** No Python: Debian's own packages, which `npm run setup -- --peers` installs. */
export const requirements = undefined;
const PROGRAMS = ['buildah', 'mmdebstrap', 'runc', 'umoci'];

/** The program as it was built on this machine. */
const PROGRAM = inRoot('apps', 'cli', 'bin', 'dqs.js');
const USER = 65_532;
/** Megabytes that are pulled, by image. */
const LARGEST = { whole: 250, lean: 150 };
const SECONDS_TO_END = 10;

/**
 * Builds the image and one without DuckDB, runs both as the manifests do, and compares what they make with what this machine makes.
 */
export async function run({ folder }) {
  const missing = (await missingPeers()).filter(({ program }) => PROGRAMS.includes(program));
  if (missing.length > 0) {
    throw new NotHere(`apt-get install --no-install-recommends ${missing.map(({ debian }) => debian).join(' ')}`);
  }
  if (process.getuid() !== 0) throw new NotHere('buildah and runc are run as root here');
  const images = await buildImages({ whole: '', lean: '--without @duckdb' }, folder);
  const here = join(folder, 'here');
  mkdirSync(here);
  for (const command of [GENERATE, TRAIN]) onMachine(here, command);
  const results = [];
  for (const [tag, { layout, pulled }] of Object.entries(images)) {
    const container = new Container(layout, tag, folder);
    results.push(
      size(tag, pulled, container),
      ...answers(tag, container, join(folder, `asked-${tag}`)),
      ...trains(tag, container, here, join(folder, `data-${tag}`)),
    );
    if (tag === 'whole') results.push(...(await isTerminated(container, join(folder, `data-${tag}`))));
  }
  return results;
}

/** The layers as a registry holds them are what is asked about; unpacked, Node alone takes 125 MB. */
function size(tag, pulled, { unpacked }) {
  const [megabytes, onDisk] = [pulled, unpacked].map((bytes) => (bytes / 1e6).toFixed(1));
  console.log(`${tag}: ${megabytes} MB are pulled, ${onDisk} MB unpacked`);
  const largest = LARGEST[tag];
  return { what: `${tag}: at most ${largest} MB are pulled`, tool: pulled <= largest * 1e6, dqs: true };
}

/** It says its version, writes nowhere but to its volumes, and tells what is missing without OpenMP. */
function answers(tag, container, volume) {
  const { version } = JSON.parse(readFileSync(inRoot('apps', 'cli', 'package.json'), 'utf8'));
  const node = JSON.parse(container.image).process.args.slice(0, 1);
  const write = `try { require('fs').writeFileSync('/app/x', ''); } catch ({ code }) { console.log(code, process.getuid(), process.getgid()); }`;
  const probe = container.run(volume, ['-e', write], { entry: node });
  const without = container.run(volume, ['doctor'], { env: ['LD_LIBRARY_PATH=/nowhere'] });
  return [
    { what: `${tag}: dqs --version`, tool: container.run(volume, ['--version']).stdout.trim(), dqs: version },
    {
      what: `${tag}: a write beside the volumes, user and group`,
      tool: probe.stdout.trim(),
      dqs: `EROFS ${USER} ${USER}`,
    },
    { what: `${tag}: without libgomp1 it is named`, tool: /libgomp1/.test(without.stdout + without.stderr), dqs: true },
  ];
}

/** Paths are relative: commands run in the folder that holds everything. */
const GENERATE = 'generate --datasets 4 --rules 4 --days 160 --executions 3 --seed 5 --out history.csv';
const TRAIN = 'train --input history.csv --spec classic --rounds 20 --no-gates --out model';
const FORECAST = 'batch-predict --model model --input requests.csv --output';
const SHARDS = 3;
const REQUESTS = 120_000;

/** Runs a command by the program of this machine. */
const onMachine = (folder, command) => output(process.execPath, [PROGRAM, ...command.split(' ')], { cwd: folder });

/** A request for each day and series, one in a hundred of no day. */
function writeRequests(folder) {
  const lines = readFileSync(join(folder, 'history.csv'), 'utf8').split('\n').slice(1, -1);
  const fields = lines.map((line) => line.split(','));
  const series = [...new Set(fields.map((one) => `${one[2]},${one[6]}`))];
  const day = (i) => (i % 100 === 50 ? 'soon' : `2025-06-${10 + (i % 14)}`);
  const rows = Array.from({ length: REQUESTS }, (_, i) => `${series[i % series.length]},${day(i)},${i}`);
  writeFileSync(join(folder, 'requests.csv'), `dataset_uuid,rule_code,business_date,id\n${rows.join('\n')}\n`);
}

/** The same data, model and forecasts as on this machine, by another Node and another Linux. */
function trains(tag, container, here, volume) {
  for (const command of [GENERATE, TRAIN]) container.json(volume, command);
  writeRequests(volume);
  container.json(volume, `${FORECAST} forecasts.csv`);
  onMachine(volume, `${FORECAST} machine.csv`);
  const same = (name, other) => ({
    what: `${tag}: bytes of ${name}`,
    tool: isSame(join(volume, name), other),
    dqs: true,
  });
  return [
    ...['history.csv', 'model/model.txt'].map((name) => same(name, join(here, name))),
    ...ENDINGS.map((ending) => same(`forecasts.csv${ending}`, join(volume, `machine.csv${ending}`))),
    { what: `${tag}: owner of the forecasts`, tool: statSync(join(volume, 'forecasts.csv')).uid, dqs: USER },
  ];
}

const ENDINGS = ['', '.dead-letters.jsonl'];
const isSame = (one, other) => readFileSync(one).equals(readFileSync(other));

/** SIGTERM inside a shard ends it soon, with the code that asks for another start, after which the bytes are those of one run. */
async function isTerminated(container, volume) {
  container.json(volume, `batch plan --run runs --model model --input requests.csv --shards ${SHARDS}`);
  const work = (index) => `batch work --run runs --model model --index ${index} --workers 1 --shard-rows 500`;
  const { code, seconds } = await container.terminate(volume, `${work(0)} --progress json`, '"type":"progress"');
  console.log(`SIGTERM inside a shard: ended after ${seconds.toFixed(2)} s`);
  const { doneShards } = container.json(volume, 'batch status --run runs');
  for (let index = 0; index < SHARDS; index += 1) container.json(volume, work(index));
  container.json(volume, 'batch finish --run runs --output assembled.csv');
  return [
    { what: 'SIGTERM inside a shard: exit code', tool: code, dqs: 130 },
    { what: `SIGTERM inside a shard: ends within ${SECONDS_TO_END} s`, tool: seconds <= SECONDS_TO_END, dqs: true },
    { what: 'SIGTERM inside a shard: shards that count afterwards', tool: doneShards, dqs: 0 },
    ...ENDINGS.map((ending) => ({
      what: `bytes of this machine after another start: assembled.csv${ending}`,
      tool: isSame(join(volume, `assembled.csv${ending}`), join(volume, `machine.csv${ending}`)),
      dqs: true,
    })),
  ];
}
