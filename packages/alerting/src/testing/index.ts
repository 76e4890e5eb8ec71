export type { ChannelBench, ChannelCase, OpenBench, PeerMood } from './channel-case.js';
export { CHANNEL_CONTRACT } from './channel-contract.js';
export type { OpenOutbox, OutboxBench, OutboxCase } from './outbox-case.js';
export { OUTBOX_CONTRACT } from './outbox-contract.js';
