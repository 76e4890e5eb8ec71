import type { Channel } from '../channels/channel.js';

/**
 * How a peer behaves from now on: it takes what comes; is busy for 7 seconds; is broken; refuses what it gets, repeating it;
 * says that the receiver is no more; takes the connection and never answers.
 */
export type PeerMood = 'fine' | 'busy' | 'broken' | 'refusing' | 'gone' | 'silent';

/** A channel with its peer: a stand-in for the service that it talks to, within the test's own process. */
export interface ChannelBench {
  readonly channel: Channel;
  /** Moods that its protocol cannot express. */
  readonly unknown?: readonly PeerMood[];
  /** Texts that must appear nowhere. */
  readonly secrets: readonly string[];
  setMood(mood: PeerMood): void;
  /** Everything that the peer has been sent, one text per request. */
  requests(): readonly string[];
  /** What people see at the peer: for each message its texts. Repeats that the peer recognizes count once. */
  seen(): readonly string[];
}

/** Opens a channel with a peer of its own; both end with the test. A silent peer is given up after `timeoutMs`. */
export type OpenBench = (timeoutMs?: number) => Promise<ChannelBench>;

/** One promise of the contract of channels. */
export interface ChannelCase {
  readonly title: string;
  run(open: OpenBench): Promise<void>;
}
