import {
  DqsError,
  MS_PER_DAY,
  SILENT_LOGGER,
  SYSTEM_CLOCK,
  throwIfAborted,
  type Clock,
  type Hooks,
  type Logger,
} from '@dqs/core';

import type { Channel, Outcome } from '../channels/channel.js';
import type { Claim, OutboxStore, Verdict } from './outbox.js';
import { retryDelay } from './retry.js';

/** How messages are sent. */
export interface DispatchOptions {
  /** For how long a worker has what it claimed. @default 120000 */
  readonly leaseMs?: number;
  /** The most messages of one call. @default 200 */
  readonly limit?: number;
  /** After which time since its first attempt a message is given up. @default 259200000, three days */
  readonly giveUpAfterMs?: number;
}

/** What became of the messages of one call; `claimed` is 0 when nothing was due. */
export interface DispatchReport {
  readonly claimed: number;
  readonly sent: number;
  readonly later: number;
  readonly dead: number;
  /** Receivers that were switched off. */
  readonly gone: readonly string[];
}

const LEASE_MS = 120_000;
const LIMIT = 200;
const GIVE_UP_AFTER_MS = 3 * MS_PER_DAY;
/** An attempt begins only if the lease lasts at least this part of it longer. */
const MARGIN = 0.25;

/** Finds the channel of a receiver; undefined for one that the policy no longer has. */
export type ChannelOf = (receiver: string) => Channel | undefined;

type DispatchHooks = Pick<Hooks, 'signal' | 'clock' | 'logger'>;

/**
 * Sends what is due: receivers side by side, the messages of one after another. A receiver that cannot take a message now is
 * left alone for the rest of the call. Safe to be called by many processes at once and to be killed at any point: what was not
 * written down is attempted again under its id when the lease has ended.
 */
export async function dispatch(
  outbox: Pick<OutboxStore<never>, 'claim' | 'settle'>,
  channelOf: ChannelOf,
  options: DispatchOptions = {},
  hooks: DispatchHooks = {},
): Promise<DispatchReport> {
  const { leaseMs = LEASE_MS, limit = LIMIT } = options;
  const { clock = SYSTEM_CLOCK } = hooks;
  throwIfAborted(hooks.signal);
  const claims = await outbox.claim({ now: clock.now(), leaseMs, limit });
  const sending = [...byReceiver(claims)].map(([receiver, own]) =>
    sendAll(outbox, own, channelOf(receiver), { leaseMs, ...options }, hooks),
  );
  const verdicts = (await Promise.all(sending)).flat();
  const count = (kind: Verdict['kind']) => verdicts.filter((one) => one.verdict.kind === kind).length;
  const gone = verdicts.filter(({ verdict }) => verdict.kind === 'gone').map(({ receiver }) => receiver);
  const later = count('later') + count('untried');
  return { claimed: claims.length, sent: count('sent'), later, dead: count('dead'), gone };
}

function byReceiver(claims: readonly Claim[]): ReadonlyMap<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.message.receiver);
    if (group) group.push(claim);
    else groups.set(claim.message.receiver, [claim]);
  }
  return groups;
}

async function sendAll(
  outbox: Pick<OutboxStore<never>, 'settle'>,
  claims: readonly Claim[],
  channel: Channel | undefined,
  options: DispatchOptions & { readonly leaseMs: number },
  hooks: DispatchHooks,
) {
  const { clock = SYSTEM_CLOCK, logger = SILENT_LOGGER } = hooks;
  const verdicts: { readonly receiver: string; readonly verdict: Verdict }[] = [];
  /** Until when the receiver is left alone. */
  let pausedUntil: number | undefined;
  for (const claim of claims) {
    const isLate = claim.leaseUntil - clock.now() < MARGIN * options.leaseMs;
    const verdict: Verdict =
      pausedUntil !== undefined || isLate
        ? { kind: 'untried', dueAt: pausedUntil ?? clock.now() }
        : await attempt(claim, channel, options, hooks, clock);
    await outbox.settle(claim, verdict, clock.now());
    verdicts.push({ receiver: claim.message.receiver, verdict });
    if (verdict.kind === 'later') pausedUntil = verdict.dueAt;
    if (verdict.kind === 'gone') pausedUntil = clock.now();
    report(claim, verdict, logger);
  }
  return verdicts;
}

function report({ message: { id, receiver } }: Claim, verdict: Verdict, logger: Logger): void {
  if (verdict.kind === 'dead') logger.error({ id, receiver, why: verdict.why }, 'a message cannot be sent');
  if (verdict.kind === 'gone') logger.error({ receiver, why: verdict.why }, 'a receiver is switched off');
  if (verdict.kind === 'later') logger.warn({ id, receiver, why: verdict.why }, 'a message is sent later');
}

async function attempt(
  claim: Claim,
  channel: Channel | undefined,
  { giveUpAfterMs = GIVE_UP_AFTER_MS }: DispatchOptions,
  { signal, logger = SILENT_LOGGER }: DispatchHooks,
  clock: Clock,
): Promise<Verdict> {
  const { message, attempt: number, firstAttemptAt: firstAt, handle } = claim;
  if (channel === undefined) return { kind: 'dead', why: `the policy has no receiver ${message.receiver}` };
  const known = handle === undefined ? {} : { handle };
  const delivery = { id: message.id, attempt: number, firstAt, content: message.content, ...known };
  let outcome: Outcome;
  try {
    outcome = await channel.deliver(delivery, signal ? { signal, clock } : { clock });
  } catch (cause) {
    if (DqsError.is(cause) && cause.code === 'aborted') throw cause;
    // A defect of a channel: the message must not be lost by it.
    logger.error({ id: message.id, receiver: message.receiver, kind: channel.kind }, 'a channel has failed');
    outcome = { status: 'later', why: `the channel ${channel.kind} has failed` };
  }
  return verdictOf(outcome, claim, giveUpAfterMs, clock.now());
}

function verdictOf(outcome: Outcome, claim: Claim, giveUpAfterMs: number, now: number): Verdict {
  if (outcome.status === 'sent') {
    return { kind: 'sent', ...(outcome.handle !== undefined && { handle: outcome.handle }) };
  }
  const { why } = outcome;
  if (outcome.status === 'gone') return { kind: 'gone', why };
  if (outcome.status === 'refused') return { kind: 'dead', why };
  const wait = Math.max(outcome.afterMs ?? 0, retryDelay(claim.message.id, claim.attempt));
  if (now + wait - claim.firstAttemptAt > giveUpAfterMs) return { kind: 'dead', why: `given up: ${why}` };
  return { kind: 'later', why, dueAt: now + wait };
}
