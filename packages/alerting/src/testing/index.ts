export type { ChannelBench, ChannelCase, OpenBench, PeerMood } from './channel-case.js';
export { CHANNEL_CONTRACT } from './channel-contract.js';
