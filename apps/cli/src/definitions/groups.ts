/** Summaries of the groups of commands, by their first word. */
export const GROUPS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alerts: 'the policy: who is told what and when',
    automation: 'let workers train models and move aliases, or not for now',
    audit: 'who did what: list it, verify it, anchor it',
    backends: 'list and compare backends',
    batch: 'batch prediction on many machines, and the state of its runs',
    catalog: 'owners, targets and importance of series',
    deploy: 'run DQS on Kubernetes',
    deliveries: 'what arrived in a store, and when',
    experiment: 'A/B tests between versions of a model',
    forecast: 'issue forecasts before the day',
    jobs: 'what workers do: list it, do it now, pause it, try it again',
    keys: 'API keys: who may ask a server for what',
    ledger: 'what was forecast, what came, and the grades of both',
    features: 'list and export the columns that models learn from',
    panel: 'panel sets: results that many machines build and read',
    store: 'the database of a store: state, migration, backup',
    registry: 'versions of models: compare, promote, roll back',
    retrain: 'when a model is trained anew: plan, decisions, approval, veto',
  }),
);
