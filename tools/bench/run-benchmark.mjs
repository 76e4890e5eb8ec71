// Runs one benchmark script and gathers the JSON lines that it prints.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs the script with garbage collection within its reach; other lines than JSON objects are passed through. */
export function runBenchmark(file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const records = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      const record = parseRecord(line);
      if (record === undefined) console.log(line);
      else records.push(record);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, records }));
  });
}

function parseRecord(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
