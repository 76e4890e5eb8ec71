export type { ChannelBench, ChannelCase, OpenBench, PeerMood } from './channel-case.js';
export { CHANNEL_CONTRACT } from './channel-contract.js';
export type { OpenOutbox, OutboxBench, OutboxCase } from './outbox-case.js';
export { OUTBOX_CONTRACT } from './outbox-contract.js';
export type { AlertingStoreCase, OpenAlertingStore } from './alerting-store-case.js';
export { ALERTING_STORE_CONTRACT } from './alerting-store-contract.js';
export { brokenPromises, playAlerting, PlayService, playText } from './alerting-play.js';
