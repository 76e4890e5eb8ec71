import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import { DqsError, EXIT, SYSTEM_CLOCK } from '@dqs/core';
import { fileAnchor, openCheckpoint, verifyAudit, type AuditReport, type Checkpoint } from '@dqs/core/audit';
import { inLine, whole } from '@dqs/reports/text';
import { keepVerification } from '@dqs/runtime';
import { required, type Settings } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs audit verify`: whether an exported log is what it was when its anchors were written. */
export async function verifyLog({
  settings,
  hooks,
}: CommandContext<'auditLog' | 'against' | 'auditKey' | 'store'>): Promise<CommandResult> {
  const anchors = await anchorsOf(settings);
  const report = await verifyAudit(batchesOf(required(settings.auditLog, 'auditLog')), anchors);
  const { store } = settings;
  if (store !== undefined) await keepVerification(store, report, (hooks.clock ?? SYSTEM_CLOCK).now());
  const json = { ...report, anchors: anchors.length };
  return { json, text: () => reportText(report), exitCode: report.isIntact ? EXIT.ok : EXIT.gateFailed };
}

async function anchorsOf({ against, auditKey }: Settings<'against' | 'auditKey'>): Promise<readonly Checkpoint[]> {
  if (against === undefined && auditKey === undefined) return [];
  if (against === undefined || auditKey === undefined) {
    const got = against === undefined ? '--key alone' : '--against alone';
    throw new DqsError(
      'config-invalid',
      `expected --against with --key, the key that signed the checkpoints, got ${got}`,
    );
  }
  const notes = await fileAnchor(against).read();
  if (notes.length === 0) {
    throw new DqsError('input-not-found', `expected checkpoints in ${against}, files <size>.checkpoint, found none`);
  }
  return notes.map((note) => openCheckpoint(note, auditKey));
}

const LINES = 1000;

async function* batchesOf(path: string): AsyncGenerator<readonly Uint8Array[]> {
  let batch: Uint8Array[] = [];
  for await (const line of linesOf(path)) {
    batch.push(Buffer.from(line, 'latin1'));
    if (batch.length < LINES) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** Lines with a character for each byte: what is no UTF-8 is not what was written, and has to stay so. */
async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path, 'latin1'), crlfDelay: Infinity });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'input-not-found' : 'input-unreadable';
    const message = `expected entries of an audit log, one a line, in ${path}: ${(cause as Error).message}`;
    throw new DqsError(code, message, { cause, details: { path } });
  }
}

function reportText({ isIntact, entries, anchored, root, problems }: AuditReport): string {
  const vouched = anchored === 0 ? 'no anchor vouches for it' : `an anchor vouches for the first ${whole(anchored)}`;
  if (isIntact) return `${whole(entries)} entries are intact; ${vouched}\nroot ${root}\n`;
  const lines = problems.map(({ damage, problem }) => `  ${damage.padEnd(9)} ${inLine(problem)}\n`);
  return `${whole(entries)} entries, not as they were written:\n${lines.join('')}`;
}
