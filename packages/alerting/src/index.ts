// The policy
export { MAX_POLICY_LENGTH, readPolicy, type ReadPolicy } from './policy/read-policy.js';
export { policyJsonSchema } from './policy/json-schema.js';
export { conditionVocabulary, type VocabularyEntry } from './policy/vocabulary-list.js';
export type { JsonSchema } from '@dqs/core/yaml';
export type { Surroundings } from './policy/doubts.js';
export type {
  Budget,
  GroupLabel,
  IncidentRules,
  Policy,
  Quiet,
  Receiver,
  Repeat,
  Requirement,
  Route,
  Rule,
} from './policy/policy.js';
export type { ChannelName, ReceiverDocument, SecretReference } from './policy/receiver-shape.js';
export type { TestDocument } from './policy/test-shape.js';

// What a tick sees
export {
  EARNED_E,
  judgedDay,
  percentageOf,
  resultOf,
  seriesById,
  usualLag,
  type DayResult,
  type EarnedFacts,
  type FeedbackMark,
  type ForecastFacts,
  type ModelFacts,
  type SeriesFacts,
  type SilenceFacts,
  type SilenceField,
  type SilenceMatch,
  type SourceFacts,
  type SystemFacts,
  type TickFacts,
} from './facts/facts.js';
export { SILENCE_FIELDS, type Matchable } from './policy/match.js';
export { quietsOf } from './alerts/suppress.js';
export { extendVeto, isVetoed } from './earned/veto.js';
export { learnLeads, type LeadOptions, type Onsets } from './incidents/learn-leads.js';
export type { Lead } from './incidents/leads.js';

// What a tick decides
export { decideTick, type Decision, type Transition } from './decide/decide.js';
export { NO_ALERTS, type AlertingState } from './decide/state.js';
export type { DigestCause, DigestEntry, Held, Send, SendKind } from './decide/send.js';
export { NOBODY, type DigestState } from './digest/digests.js';
export type { PageRecord } from './routing/pages.js';
export { routesOf, type Routed } from './routing/route.js';

// Alerts and incidents
export { byGravity, needsPerson } from './incidents/rank.js';
export {
  graver,
  isActive,
  LEVELS,
  SEVERITIES,
  statusOf,
  type Alert,
  type AlertStatus,
  type Labels,
  type Level,
  type Phase,
  type Severity,
  type Suppression,
  type SuppressionKind,
} from './alerts/alert.js';
export type { Reason, ReasonValue, ReasonVerdict } from './reason.js';
export type { ActOf, IncidentAct } from './incidents/act.js';
export { actOnIncidents, MOST_NOTE_CHARACTERS } from './incidents/acts.js';
export type {
  Incident,
  IncidentEvent,
  IncidentMember,
  IncidentState,
  JoinReason,
  Resolution,
  Told,
} from './incidents/incident.js';

// The time machine
export { replay, Replayer, type ReplayedTick, type ReplayOptions } from './simulate/replay.js';
export { simulate, Simulator, type Simulation } from './simulate/simulate.js';
export { OddsBook, type OddsPoint } from './simulate/odds-book.js';
export { silenceReach, type SilenceReach } from './simulate/silence-reach.js';
export { markEffect, type MarkEffect, type WarnedDay } from './simulate/mark-effect.js';
export type { WarningScores } from './simulate/scores.js';
export {
  proposeThreshold,
  thresholdsOf,
  type RuleThresholds,
  type ThresholdOptions,
  type ThresholdProposal,
  type WrittenThreshold,
} from './simulate/threshold.js';
export { comparePolicies, compareSimulations, type ComparedSend, type PolicyComparison } from './simulate/compare.js';
export { explain, type ExplainedRule, type Explanation } from './simulate/explain.js';
export { runPolicyTests, type PolicyTestResult } from './simulate/policy-tests.js';

// Messages about them
export type {
  IncidentFacts,
  IncidentSubject,
  MemberFacts,
  MessageForecast,
  RecordFacts,
  ResolutionFacts,
  ResultFacts,
} from './message/facts.js';
export { factsOfIncident, type IncidentContext } from './message/facts-of-incident.js';
export { incidentMessage, type MessageLinks } from './message/incident-message.js';
export type {
  Content,
  DigestMessage,
  EventNotice,
  IncidentMessage,
  MessageAction,
  ThreadNote,
} from './message/message.js';
export { MESSAGE_STATES, type MessageState } from './message/states.js';
export { textMessage } from './message/text-message.js';
export { threadNote, type JoinedSeries, type NamedResult, type ThreadEvent } from './message/thread-line.js';

// Messages between a decision and its receivers
export { dispatch, type ChannelOf, type DispatchOptions, type DispatchReport } from './outbox/dispatch.js';
export { MemoryOutbox, MemoryTransaction } from './outbox/memory-outbox.js';
export {
  MOST_MESSAGES,
  type Claim,
  type ClaimRequest,
  type OutboxEntry,
  type OutboxFilter,
  type OutboxMessage,
  type OutboxState,
  type OutboxStatus,
  type OutboxStore,
  type SwitchedOff,
  type Verdict,
} from './outbox/outbox.js';
export { planMessages, type Plan, type PlanRequest } from './outbox/plan.js';

// What is remembered between ticks
export { actInStore, type ActRequest } from './store/act-in-store.js';
export {
  MOST_INCIDENTS,
  type AlertingStore,
  type IncidentQuery,
  type KeptState,
  type SaveRequest,
} from './store/alerting-store.js';
export { allSteps } from './store/all-steps.js';
export { conflictOf, retryConflicts } from './store/conflict.js';
export { commitTick, type CommittedTick, type SendContents, type TickToCommit } from './store/commit-tick.js';
export { markOf, marksAt, type KeptMark, type MarkRequest } from './store/marks.js';
export { MemoryAlertingStore } from './store/memory-alerting-store.js';
export { incidentsAt } from './store/incidents-at.js';
export { pastStateOf, stateOfPast, type PastState } from './store/past-states.js';
export { silenceOf, silencesAt, type KeptSilence, type SilenceRequest } from './store/silences.js';
export {
  isEventful,
  MOST_STEPS,
  type ActStep,
  type AlertingStep,
  type NewStep,
  type StepQuery,
  type TickStep,
} from './store/steps.js';
export type { TakenBack } from './store/taken-back.js';

// The system itself
export { forecastFacts } from './system/forecast-facts.js';
export { jobFacts, WATCHDOG_FACTS, type JobsView } from './system/job-facts.js';
export { factsOfOutbox, outboxFacts, outboxViews, type OutboxView } from './system/outbox-facts.js';
export { SYSTEM_POLICY } from './system/system-policy.js';

// What there is to know this morning
export type {
  HeldFacts,
  LateSourceFacts,
  LikelyFacts,
  NeedFacts,
  TodayFacts,
  YesterdayFacts,
} from './digest/today-facts.js';
