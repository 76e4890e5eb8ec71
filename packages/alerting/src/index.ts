// What alerts are
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

// Incidents and what is sent of them
export type {
  Incident,
  IncidentEvent,
  IncidentMember,
  IncidentState,
  JoinReason,
  Resolution,
  Told,
} from './incidents/incident.js';
export type { DigestCause, DigestEntry, Held, Send, SendKind } from './decide/send.js';
