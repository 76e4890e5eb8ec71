import type { SystemFacts } from '@dqs/alerting';
import type { AliasState } from '@dqs/registry';
import { openRegistry, type RegistrySettings } from '../models/open-model.js';
import { orDefault } from '../settings/names.js';
import { openStore } from '../stores/open-store.js';

/**
 * What the registry knows of automation: each alias that a retraining looks after, with how late its run is, how long its challenger
 * has waited for somebody, and how many runs in a row kept nothing; and each alias that was rolled back to where it is.
 *
 * @param at the time of the tick, milliseconds.
 */
export async function retrainingFacts(settings: RegistrySettings, at: number): Promise<readonly SystemFacts[]> {
  const registry = await openRegistry(settings);
  const facts: SystemFacts[] = [];
  for (const model of await registry.models()) {
    for (const [alias, state] of Object.entries((await registry.state(model)).aliases)) {
      facts.push(...aliasFacts(`${model}@${alias}`, state, at));
      facts.push(...(await runFacts(settings, model, alias, at)));
    }
  }
  return facts;
}

function aliasFacts(name: string, { how, since }: AliasState, at: number): readonly SystemFacts[] {
  if (how !== 'rolled-back') return [];
  return [{ part: `alias ${name}`, kind: 'alias', labels: {}, age: Math.max(0, at - Date.parse(since)) }];
}

async function runFacts(settings: RegistrySettings, model: string, alias: string, at: number): Promise<SystemFacts[]> {
  const { rejectsInARow, RetrainingRecord } = await import('@dqs/pipelines/retrain');
  const record = new RetrainingRecord(openStore(orDefault(settings.registry, 'registry')), model, alias);
  const { starts, run, past } = await record.state();
  if (starts === 0) return [];
  const name = `${model}@${alias}`;
  const due = run?.phase === 'training' ? run.leaseUntil : run?.phase === 'promoting' ? run.since : at;
  const age = Math.max(0, at - due);
  const facts: SystemFacts[] = [
    { part: `retraining of ${name}`, kind: 'retraining', labels: {}, age, failures: rejectsInARow(past) },
  ];
  if (run?.phase === 'approval') {
    const waits = Math.max(0, at - run.since);
    facts.push({ part: `approval of ${name}`, kind: 'approval', labels: {}, age: waits });
  }
  return facts;
}
