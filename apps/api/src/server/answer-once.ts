import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DqsError, MS_PER_DAY } from '@dqs/core';
import type { Answers, StorePatience } from '@dqs/runtime/serving';
import type { FastifyRequest } from 'fastify';

import { requestInvalid } from '../problems/problem.js';
import type { Answer } from '../routes/route.js';
import type { Services } from '../services.js';

/** The answer is given again for a day. */
const KEEP_MS = MS_PER_DAY;
/** Whoever has not answered for so long is taken for dead. */
const LEASE_MS = 600_000;
/** So long a second request waits for the first. */
const WAIT_MS = 30_000;
const MOST_POLL_MS = 200;
const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * Answers a request that has an `Idempotency-Key` once: whoever sends the same again, at the same time or later, gets the same
 * answer, and nothing more happens. What could not be met is forgotten, so that it may be tried again.
 *
 * @throws DqsError `idempotency-conflict` if the key was used for another request, `idempotency-busy` if that one is not answered in
 * time; whatever `answer` throws.
 */
export async function answerOnce(
  request: FastifyRequest,
  { answers, clock, patience }: Pick<Services, 'answers' | 'clock'> & { readonly patience: StorePatience },
  signal: AbortSignal,
  answer: () => Promise<Answer> | Answer,
): Promise<Answer> {
  const name = request.headers['idempotency-key'];
  if (typeof name !== 'string' || !KEY.test(name)) throw wrongKey();
  const key = sha256([request.principal!.id, name]);
  const asked = { key, request: fingerprint(request), leaseMs: LEASE_MS, keepMs: KEEP_MS };
  const deadline = performance.now() + WAIT_MS;
  for (let pause = 10; ; pause = Math.min(2 * pause, MOST_POLL_MS)) {
    const lease = randomUUID();
    const found = await patience.ask(() => answers.begin({ ...asked, lease, now: clock.now() }));
    if (found.state === 'answered') return replayed(found.content, name, key);
    if (found.state === 'begun') return first({ answers, patience, key, name, lease: found.lease }, answer);
    if (found.state === 'other') {
      const message = 'expected the Idempotency-Key of a new request, got one that was used for another request before';
      throw new DqsError('idempotency-conflict', message);
    }
    if (signal.aborted || performance.now() > deadline) {
      throw new DqsError(
        'idempotency-busy',
        'expected the same request to be answered by now; it is still being worked on',
      );
    }
    await sleep(pause);
  }
}

interface Begun {
  readonly answers: Answers;
  /** A request that is answered and looks as if it were not would be refused until its lease ends. */
  readonly patience: StorePatience;
  readonly key: Buffer;
  readonly name: string;
  readonly lease: string;
}

async function first(
  { answers, patience, key, name, lease }: Begun,
  answer: () => Promise<Answer> | Answer,
): Promise<Answer> {
  let made: Answer;
  try {
    made = await answer();
  } catch (error) {
    await patience.ask(() => answers.release(key, lease));
    throw error;
  }
  const content = sealed(Buffer.from(JSON.stringify(made)), name, key);
  await patience.ask(() => answers.settle(key, lease, content));
  return made;
}

function replayed(content: Uint8Array, name: string, key: Buffer): Answer {
  const answer = JSON.parse(opened(content, name, key).toString('utf8')) as Answer;
  return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}

/** All that a request says: under one key nobody asks for two things. */
function fingerprint({ method, url, headers, body }: FastifyRequest): Buffer {
  return sha256([method, url, headers['if-match'] ?? null, headers['if-none-match'] ?? null, body ?? null]);
}

function sha256(parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/**
 * An answer may hold a key that is shown once. It is kept sealed by the idempotency key, of which only a hash is kept: whoever reads
 * the store cannot read it.
 */
function sealed(content: Buffer, name: string, key: Buffer): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(name, key), iv);
  return Buffer.concat([iv, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function opened(content: Uint8Array, name: string, key: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(name, key), content.subarray(0, 12));
  decipher.setAuthTag(content.subarray(-16));
  return Buffer.concat([decipher.update(content.subarray(12, -16)), decipher.final()]);
}

function sealingKey(name: string, key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', name, key, 'dqs answer', 32));
}

function wrongKey(): DqsError {
  const message = 'expected 1 to 200 visible ASCII characters';
  return requestInvalid([{ pointer: 'header/idempotency-key', message, fix: 'send a random one, such as a UUID' }]);
}
