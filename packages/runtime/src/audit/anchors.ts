import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { DqsError } from '@dqs/core';
import { fileAnchor, type Anchor } from '@dqs/core/audit';

const run = promisify(execFile);
/** Until git has committed and pushed, milliseconds. */
const GIT_MS = 60_000;
const CHECKPOINTS = ':(glob)*.checkpoint';

/** Where a checkpoint is written to. */
export type AnchorWriter = Pick<Anchor, 'write'>;

/**
 * Checkpoints as files of a folder in a git repository, each a commit, which is pushed where the branch follows another one.
 *
 * @throws DqsError `anchor-failed` from `write` if git refuses; as `fileAnchor`.
 */
export function gitAnchor(folder: string): AnchorWriter {
  const git = async (...args: readonly string[]) => {
    try {
      const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
      return (await run('git', ['-C', folder, ...args], { env, timeout: GIT_MS })).stdout.trim();
    } catch (cause) {
      const said = (cause as { stderr?: string }).stderr?.trim() || (cause as Error).message;
      throw anchorFailed(`git ${args[0]!} in ${folder}: ${said}`, cause);
    }
  };
  return {
    write: async (note) => {
      await git('rev-parse', '--is-inside-work-tree');
      await fileAnchor(folder).write(note);
      await git('add', '--', CHECKPOINTS);
      const size = note.split('\n')[1] ?? '';
      const hasChanged = (await git('status', '--porcelain', '--', CHECKPOINTS)) !== '';
      if (hasChanged) await git('commit', '--quiet', '-m', `Checkpoint of ${size} entries`, '--', CHECKPOINTS);
      const hasUpstream = (await git('for-each-ref', '--format=%(upstream)', await git('symbolic-ref', 'HEAD'))) !== '';
      if (hasUpstream) await git('push', '--quiet');
    },
  };
}

/**
 * Checkpoints sent to a URL by POST, as text; their signature says who sent them.
 *
 * @throws DqsError `config-invalid` for what is no URL; `anchor-failed` from `write` unless the answer is 2xx.
 */
export function webhookAnchor(address: string): AnchorWriter {
  if (!URL.canParse(address))
    throw new DqsError('config-invalid', 'expected a URL that takes checkpoints, got another text');
  const url = new URL(address);
  return {
    write: async (note) => {
      const { HttpClient, PRIVATE_NETWORKS } = await import('@dqs/alerting/channels');
      // Whoever runs the command names the address: it may be in a network of theirs.
      const client = new HttpClient({ allowedNetworks: PRIVATE_NETWORKS });
      const headers = [['content-type', 'text/plain; charset=utf-8']] as const;
      const { status } = await client.send({ url, headers, body: note }).catch((cause: unknown) => {
        throw anchorFailed((cause as Error).message, cause);
      });
      if (status < 200 || status > 299) throw anchorFailed(`${url.host} answered with ${status}`);
    },
  };
}

/** Says that a checkpoint is not where it should be, and why. */
export function anchorFailed(why: string, cause?: unknown): DqsError {
  return new DqsError('anchor-failed', `the checkpoint is not anchored: ${why}`, { cause });
}
