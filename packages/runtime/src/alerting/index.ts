export { policyFile } from './kept-policy.js';
export { openPolicy, openPolicyOrNone, type OpenedPolicy } from './open-policy.js';
export { policySources, type PolicySources } from './policy-sources.js';
export { factSources, type FactSettings } from './fact-sources.js';
export { channelsOf, type ChannelSettings } from './channels.js';
export { runTick, type RunTick, type TickSettings } from './run-tick.js';
export { lastDaysSpan, replayedTicks, type ReplayedTicks, type ReplaySpan } from './replayed-ticks.js';
export {
  checkProposed,
  inForce,
  MOST_PROPOSED,
  testProposed,
  type PolicyCheck,
  type PolicyInForce,
  type PolicyProblem,
} from './proposed-policy.js';
export { simulateProposed, type ProposedSimulation } from './simulate-proposed.js';
export { previewMark, PREVIEWED_DAYS } from './preview-mark.js';
