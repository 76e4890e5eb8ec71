import { decideTick, type Decision } from '../../src/decide/decide.js';
import { NO_ALERTS, type AlertingState } from '../../src/decide/state.js';
import type { TickFacts } from '../../src/facts/facts.js';
import type { IncidentAct } from '../../src/incidents/act.js';
import { actOnIncidents } from '../../src/incidents/acts.js';
import type { Lead } from '../../src/incidents/leads.js';
import type { Policy } from '../../src/policy/policy.js';

/** A policy at work, tick by tick; its state goes through JSON in between, as a store does it. */
export class Operation {
  state: AlertingState = NO_ALERTS;

  constructor(
    readonly policy: Policy,
    readonly leads: readonly Lead[] = [],
  ) {}

  tick(facts: TickFacts): Decision {
    const decision = decideTick(this.policy, this.state, facts, this.leads);
    this.state = JSON.parse(JSON.stringify(decision.state)) as AlertingState;
    return decision;
  }

  act(act: IncidentAct): void {
    this.state = { ...this.state, incidents: actOnIncidents(this.state.incidents, act, this.policy.incidents) };
  }

  /** `kind receiver` of everything that is sent, in order. */
  sent(facts: TickFacts): string[] {
    return this.tick(facts).sends.map(({ kind, receiver }) => `${kind} ${receiver}`);
  }
}
