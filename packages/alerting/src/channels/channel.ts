import type { Hooks } from '@dqs/core';

import type { Content } from '../message/message.js';
import type { ChannelName } from '../policy/receiver-shape.js';

/** One attempt to deliver. */
export interface Delivery {
  /** The same in every attempt; what the peer gets twice under one id is one thing. */
  readonly id: string;
  /** From 1. An attempt after the first may follow one that succeeded unnoticed. */
  readonly attempt: number;
  /** When it was first attempted, in milliseconds since 1970. */
  readonly firstAt: number;
  readonly content: Content;
  /** What the channel returned when it last sent a message about the same incident; undefined before the first. */
  readonly handle?: string;
}

/** What became of a delivery. `why` is one line for people and never holds a secret. */
export type Outcome =
  /** The peer has it. The handle finds the message again. */
  | { readonly status: 'sent'; readonly handle?: string }
  /** Not now; after `afterMs`, if the peer said so. */
  | { readonly status: 'later'; readonly why: string; readonly afterMs?: number }
  /** Never, as it is: something has to be changed by a person. */
  | { readonly status: 'refused'; readonly why: string }
  /** The receiver is no more; it gets nothing until a person switches it on again. */
  | { readonly status: 'gone'; readonly why: string };

/** How a message that has been sent can follow its incident. */
export type Updates =
  /** The message itself is edited. */
  | 'in-place'
  /** The peer holds one alert per incident and is told its state. */
  | 'by-key'
  /** Every update is a message of its own in the thread of the first. */
  | 'in-thread'
  /** Nothing connects two messages: only a change of state is worth another. */
  | 'none';

/** What a channel can do beside sending a message; planning depends on it. */
export interface ChannelAbilities {
  readonly updates: Updates;
  /** Whether it takes lines under a message, for those who follow it. */
  readonly notes: boolean;
  readonly digests: boolean;
}

/**
 * A way to people. `deliver` never throws because of what a peer does; it rejects with `aborted` when its signal fires. It
 * may be called for many incidents at once, and for one incident again only after it has answered.
 */
export interface Channel {
  /** `slack`, `email`, …: the key of the receiver in the policy. */
  readonly kind: ChannelName;
  readonly abilities: ChannelAbilities;
  deliver(delivery: Delivery, hooks?: Pick<Hooks, 'signal' | 'clock'>): Promise<Outcome>;
}

/** What each channel can do. */
export const CHANNEL_ABILITIES: Readonly<Record<ChannelName, ChannelAbilities>> = {
  slack: { updates: 'in-place', notes: true, digests: true },
  teams: { updates: 'none', notes: false, digests: true },
  email: { updates: 'in-thread', notes: false, digests: true },
  pagerduty: { updates: 'by-key', notes: false, digests: false },
  alertmanager: { updates: 'by-key', notes: false, digests: false },
  webhook: { updates: 'by-key', notes: false, digests: true },
};

/** The answer to a content that a channel cannot carry. */
export function notCarried(kind: ChannelName, content: Content): Outcome {
  return { status: 'refused', why: `${kind} carries no ${content.kind}; send it to another receiver` };
}
