import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { dqs, PROGRAM } from '../dqs.mjs';
import { inRoot } from '../../workspace/paths.mjs';

export const requirements = ['schemathesis==4.32.5', 'tritonclient[http]==2.73.0'];

const OIP = fileURLToPath(new URL('oip.py', import.meta.url));
const PORT = 18_231;
const URL_OF_SERVER = `http://127.0.0.1:${PORT}`;
const MAX_EXAMPLES = process.env.DQS_INTEROP_EXAMPLES ?? '5';

/** Lets clients of others ask a server: one of the inference protocol, and one that makes requests from the document. */
export async function run({ python, bin, folder }) {
  const history = join(folder, 'history.csv.gz');
  const model = join(folder, 'model');
  dqs('generate', '--datasets', '2', '--rules', '3', '--days', '120', '--out', history);
  dqs('train', '--input', history, '--out', model);
  const flags = ['--model', model, '--store', join(folder, 'store'), '--registry', join(folder, 'registry')];
  const program = [...PROGRAM, inRoot('apps', 'cli', 'src', 'main.ts'), 'api', ...flags, '--port', String(PORT)];
  const server = spawn(process.execPath, program, { stdio: 'ignore' });
  try {
    await listening();
    return [...(await byInferenceProtocol(python)), bySchema(bin, folder)];
  } finally {
    server.kill('SIGTERM');
  }
}

async function listening() {
  for (let i = 0; i < 300; i += 1) {
    const answer = await fetch(`${URL_OF_SERVER}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error('the server does not answer');
}

async function ask(path, body) {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await fetch(URL_OF_SERVER + path, init)).json();
}

async function byInferenceProtocol(python) {
  const { data } = await ask('/api/v1/series?limit=1');
  const [{ dataset_uuid, rule_code }] = data;
  const business_date = new Date().toISOString().slice(0, 10);
  const own = await ask('/api/v1/forecasts', { forecasts: [{ dataset_uuid, rule_code, business_date }] });
  const name = 'model';
  const args = [OIP, `127.0.0.1:${PORT}`, name, dataset_uuid, rule_code, business_date];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  const { points, ...told } = JSON.parse(stdout);
  const expected = { live: true, ready: true, modelReady: true, server: 'dqs', model: name };
  return [
    { what: 'tritonclient, metadata', tool: told, dqs: expected },
    { what: 'tritonclient, a forecast', tool: points, dqs: own.data.map((one) => one.predicted_pass_percentage) },
  ];
}

function bySchema(bin, folder) {
  const program = join(bin, 'schemathesis');
  const args = [
    'run',
    `${URL_OF_SERVER}/openapi.json`,
    '--checks',
    'not_a_server_error',
    '--max-examples',
    MAX_EXAMPLES,
  ];
  const more = ['--exclude-operation-id', 'followEvents', '--seed', '1', '--request-timeout', '30', '--no-color'];
  const { stdout } = spawnSync(program, [...args, ...more], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const broken = [...stdout.matchAll(/\[(5\d\d)\][^\n]*\n[\s\S]*?"code":\s*"([\w-]+)"/g)].map(([, , code]) => code);
  const unexpected = broken.filter((code) => code !== 'not-served');
  const summary = /(\d+) generated/.exec(stdout)?.[1] ?? 'no';
  return { what: `schemathesis, ${summary} requests, answers of 5xx`, tool: unexpected, dqs: [] };
}
