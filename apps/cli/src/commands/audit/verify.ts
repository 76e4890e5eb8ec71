import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import { DqsError, EXIT, SYSTEM_CLOCK } from '@dqs/core';
import { fileAnchor, openCheckpoint, verifyAudit, type Checkpoint } from '@dqs/core/audit';
import { inLine, whole } from '@dqs/reports/text';
import { keepVerification, knownKeys, openStore, verifyAuditOf, withAudit, type AuditLogReport } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<'auditLog' | 'store' | 'databaseUrl' | 'against' | 'auditKey'>;

/** `dqs audit verify`: whether a log is what it was when its anchors were written; that of a store also, what its journal holds. */
export async function verifyLog({ settings, hooks }: Context): Promise<CommandResult> {
  const { auditLog, store } = settings;
  const anchors = await anchorsOf(settings);
  const report =
    auditLog === undefined && store !== undefined
      ? await withAudit(settings, hooks, (audit) => verifyAuditOf(audit, anchors, hooks))
      : { ...(await verifyAudit(batchesOf(required(auditLog, 'auditLog')), anchors)), journal: null };
  if (store !== undefined)
    await keepVerification(store, { ...report, problems: problemsOf(report) }, (hooks.clock ?? SYSTEM_CLOCK).now());
  const json = { ...report, anchors: anchors.length };
  return { json, text: () => reportText(report), exitCode: report.isIntact ? EXIT.ok : EXIT.gateFailed };
}

/** The checkpoints of the anchor, whose signatures are checked by the key that is set, or that the store signs with. */
async function anchorsOf(settings: Context['settings']): Promise<readonly Checkpoint[]> {
  const { against, auditKey, auditLog, store } = settings;
  if (against === undefined && auditKey === undefined) return [];
  const ownKey = async () => (auditLog === undefined && store ? knownKeys(openStore(store)) : undefined);
  const key = auditKey ?? (await ownKey())?.verifier;
  if (against === undefined || key === undefined) {
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
  return notes.map((note) => openCheckpoint(note, key));
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

function problemsOf({ problems, journal }: AuditLogReport) {
  return [...problems, ...(journal?.problems ?? [])];
}

function reportText(report: AuditLogReport): string {
  const { isIntact, entries, anchored, root, journal } = report;
  const vouched = anchored === 0 ? 'no anchor vouches for it' : `an anchor vouches for the first ${whole(anchored)}`;
  if (isIntact) return `${whole(entries)} entries are intact; ${vouched}\n${journalText(journal)}root ${root}\n`;
  const lines = problemsOf(report).map(({ damage, problem }) => `  ${damage.padEnd(9)} ${inLine(problem)}\n`);
  const damaged = journal?.damaged.map(({ key, problem }) => `  journal   ${inLine(`${key}: ${problem}`)}\n`) ?? [];
  return `${whole(entries)} entries, not as they were written:\n${lines.join('')}${damaged.join('')}`;
}

function journalText(journal: AuditLogReport['journal']): string {
  if (journal === null) return '';
  const { copied, notYetCopied } = journal;
  const rest = notYetCopied === 0 ? '' : `; ${whole(notYetCopied)} are not yet copied`;
  return `the journal holds ${whole(copied)} of them, all the same${rest}\n`;
}
