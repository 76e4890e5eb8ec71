import type { GateReport } from '@dqs/core';
import type { AliasEvent, AliasMoment, Entry, Registry, VersionSummary } from '@dqs/registry';

import type { Once } from '../once.js';

/** Moves and versions that a page shows. */
const [MOST_MOVES, MOST_VERSIONS] = [40, 30];
/** The alias of the version that people see. */
export const PRODUCTION = 'production';

/** A version as its registration tells of it. Errors are percentage points, null where they were not measured. */
export interface VersionRow {
  readonly version: string;
  /** ISO 8601. */
  readonly registeredAt: string;
  readonly by: string;
  readonly parent: string | null;
  readonly backend: string | null;
  readonly spec: string | null;
  readonly horizon: number | null;
  /** Days that it learned from, `YYYY-MM-DD`. */
  readonly trainedFrom: string | null;
  readonly trainedTo: string | null;
  readonly error: number | null;
  readonly naiveError: number | null;
  readonly crps: number | null;
  /** Size of its files, bytes. */
  readonly bytes: number;
  /** Aliases that point at it. */
  readonly aliases: readonly string[];
}

/** Where an alias points, with what a change of it asks for. */
export interface AliasRow extends AliasMoment {
  /** The `If-Match` of a promotion or rollback. */
  readonly tag: string;
  /** Where a rollback leads; null where there is no version before. */
  readonly before: string | null;
}

/** A move of an alias, a refusal, a deletion, the last first. */
export interface MoveRow {
  readonly entry: number;
  /** Milliseconds. */
  readonly at: number;
  readonly by: string;
  readonly alias: string;
  readonly from: string | null;
  /** null where the alias was deleted. */
  readonly to: string | null;
  readonly how: 'promoted' | 'overridden' | 'rolled-back' | 'refused' | 'deleted';
  readonly reason: string | null;
}

/** What a version had to pass. */
export interface GatesView {
  readonly version: string;
  /** Milliseconds: when they were asked. */
  readonly at: number;
  readonly how: 'promoted' | 'overridden' | 'refused';
  readonly checks: GateReport['checks'];
}

/** A model in the registry as it was at a time. */
export interface RegistryView {
  readonly versions: readonly VersionRow[];
  readonly versionCount: number;
  readonly aliases: readonly AliasRow[];
  readonly moves: readonly MoveRow[];
  /** Of the version that production points at; null where nothing was asked. */
  readonly gates: GatesView | null;
}

/**
 * A model in the registry as it was at a time, from its journal.
 *
 * @throws DqsError `version-unknown`, `registry-corrupt`.
 */
export async function registryView(registry: Registry, model: string, at: number, once: Once): Promise<RegistryView> {
  const state = await registry.state(model);
  const moments = await registry.at(model, at);
  const known = state.versions.filter((one) => Date.parse(one.at) <= at);
  const events = (
    await Promise.all(Object.keys(state.moves).map((alias) => registry.aliasHistory(model, alias)))
  ).flat();
  const past = events.filter((one) => Date.parse(one.at) <= at).sort((a, b) => b.number - a.number);
  const shown = known.slice(-MOST_VERSIONS).reverse();
  const rows = shown.map((one) => once.of(`version ${model}@${one.version}`, () => factsOf(registry, model, one)));
  const pointing = (version: string) => moments.filter((one) => one.version === version).map(({ alias }) => alias);
  return {
    versions: (await Promise.all(rows)).map((row) => ({ ...row, aliases: pointing(row.version) })),
    versionCount: known.length,
    aliases: moments.map((moment) => ({
      ...moment,
      tag: aliasTag(moment),
      before: beforeOf(past, moment),
    })),
    moves: past.slice(0, MOST_MOVES).map(moveRow),
    gates: gatesOf(
      past,
      moments.find(({ alias }) => alias === PRODUCTION),
    ),
  };
}

/** Marks where an alias is, for `If-Match`: every move of it is an entry of the model's history. */
export function aliasTag({ entry }: Pick<AliasMoment, 'entry'>): string {
  return `"alias-${entry}"`;
}

async function factsOf(
  registry: Registry,
  model: string,
  { version, at, by, parent, backend, error }: VersionSummary,
): Promise<Omit<VersionRow, 'aliases'>> {
  const { body } = await registry.show(`${model}@${version}`).catch(() => ({ body: undefined }));
  const { spec, horizon, training } = (body?.facts.metadata ?? {}) as Readonly<Record<string, unknown>>;
  const { from, to } = (training ?? {}) as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    ...{ version, registeredAt: at, by, parent, backend, spec: text(spec), error },
    ...{ trainedFrom: text(from), trainedTo: text(to), horizon: typeof horizon === 'number' ? horizon : null },
    naiveError: body?.facts.validation?.naiveError ?? null,
    crps: body?.facts.validation?.crps ?? null,
    bytes: Object.values(body?.files ?? {}).reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

type Event = Entry<AliasEvent>;

/** The version that a rollback of an alias leads to: where the promotion that stands came from. */
function beforeOf(past: readonly Event[], { alias, version }: AliasMoment): string | null {
  const own = past.filter(({ body }) => body.alias === alias);
  const standing = own.find(({ body }) => body.kind === 'moved' && body.to === version && body.how !== 'rolled-back');
  return standing?.body.kind === 'moved' ? standing.body.from : null;
}

function moveRow({ number: entry, at, by, body }: Event): MoveRow {
  const common = { entry, at: Date.parse(at), by, alias: body.alias, from: body.from };
  if (body.kind === 'alias-deleted') return { ...common, to: null, how: 'deleted', reason: body.reason };
  if (body.kind === 'moved') return { ...common, to: body.to, how: body.how, reason: body.reason ?? null };
  const failed = body.gates.checks.filter(({ verdict }) => verdict === 'fail').map(({ reason }) => reason);
  return { ...common, to: body.to, how: 'refused', reason: failed.join('; ') || null };
}

/** The gates that were asked when the version in use was promoted. */
function gatesOf(past: readonly Event[], production: AliasMoment | undefined): GatesView | null {
  if (production === undefined) return null;
  for (const { at, body } of past) {
    if (body.kind !== 'moved' || body.how === 'rolled-back' || body.to !== production.version) continue;
    if (body.gates === undefined) continue;
    return { version: body.to, at: Date.parse(at), how: body.how, checks: body.gates.checks };
  }
  return null;
}
