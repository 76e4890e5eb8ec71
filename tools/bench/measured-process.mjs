// A whole process, measured from outside: wall time from spawn to exit, and its own peak resident memory.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOOK = fileURLToPath(new URL('peak-memory-hook.cjs', import.meta.url));

/**
 * Runs `node …args` to its end.
 *
 * @param options.core number of the only core it may use (Linux); all of them unless told.
 * @returns wallMs, peakMb (10^6 bytes), cpuMs (of all threads) and what it printed on standard output.
 * @throws an Error with what it printed on standard error when it fails.
 */
export async function measureNode(args, { cwd, core } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-bench-'));
  const file = join(folder, 'peak');
  try {
    const start = performance.now();
    const { code, stdout, stderr } = await run(['--require', HOOK, ...args], { cwd, file, core });
    const wallMs = performance.now() - start;
    if (code !== 0) throw new Error(`node ${args.join(' ')} ended with code ${code}:\n${stderr}`);
    const [peakBytes, cpuMicroseconds] = readFileSync(file, 'utf8').split(' ').map(Number);
    return { wallMs, peakMb: peakBytes / 1e6, cpuMs: cpuMicroseconds / 1000, stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args, { cwd, file, core }) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DQS_PEAK_MEMORY_FILE: file };
    const pinned = core === undefined ? [] : ['taskset', '-c', String(core)];
    const [command, ...rest] = [...pinned, process.execPath, ...args];
    const child = spawn(command, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = [];
    const err = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}
