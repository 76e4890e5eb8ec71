import type { Incident, SeriesFacts } from '@dqs/alerting';
import { countText, seriesName } from '@dqs/core/wording';
import { messageOf } from '@dqs/pipelines';

import type { PageView } from '../page-view.js';
import type { PageReader } from '../sources.js';
import { ACTS, PAGES, type FoundAct } from './acts.js';
import type { Candidate, FoundKind, FoundRow } from './found.js';
import { findable, type Findable } from './words.js';

/** All that a view holds, and the pages and acts on the whole. */
export function* candidates(view: PageView, reader: PageReader): Generator<Candidate> {
  for (const { title, path } of PAGES) {
    yield simple('page', path, findable(`${title} go to`), { title: `Go to ${title}`, path });
  }
  for (const act of ACTS) {
    if (!isOffered(act, view, reader)) continue;
    yield simple('act', act.id, findable(act.title), { title: act.title, path: act.path! });
  }
  for (const incident of view.state.incidents) yield ofIncident(view, incident);
  for (const series of view.tick.facts.series) yield ofSeries(series);
  yield* names(view, 'source', ({ labels }) => labels.source);
  yield* names(view, 'owner', ({ labels }) => labels.owner);
  for (const { model } of view.tick.facts.models) {
    yield simple('model', model, findable(model), { title: model, path: `/models/${encodeURIComponent(model)}` });
  }
  if (!reader.isUnlimited) return;
  for (const { id, level } of view.opened.policy.rules) {
    yield simple('rule', id, findable(id, level), {
      title: id,
      detail: level,
      path: `/alerts?rule=${encodeURIComponent(id)}`,
    });
  }
}

type SimpleRow = Pick<FoundRow, 'title' | 'path'> & Partial<Pick<FoundRow, 'detail'>>;

function simple(kind: FoundKind, id: string, text: Findable, row: SimpleRow): Candidate {
  return { kind, text, weight: 0, row: () => ({ id, detail: null, ...row }) };
}

/** Sources or owners with the number of their series. */
function* names(
  { tick: { facts } }: PageView,
  kind: 'source' | 'owner',
  of: (series: SeriesFacts) => string | undefined,
): Generator<Candidate> {
  const counts = new Map<string, number>();
  for (const one of facts.series) {
    const name = of(one);
    if (name !== undefined && name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, count] of counts) {
    const row = { title: name, detail: countText(count, 'series', 'series'), path: `/series?${kind}=` };
    yield simple(kind, name, findable(name), { ...row, path: row.path + encodeURIComponent(name) });
  }
}

/** What series are found by, as long as their facts are in use. */
const SERIES_TEXTS = new WeakMap<SeriesFacts, Findable>();

/** A series as it may be found. */
export function ofSeries(series: SeriesFacts): Candidate {
  const { id, labels, forecast } = series;
  const { source, owner, tenant, tags = [] } = labels;
  let text = SERIES_TEXTS.get(series);
  if (text === undefined) {
    text = findable(nameOf(series), id, source, owner, tenant, labels.attribute, ...tags);
    SERIES_TEXTS.set(series, text);
  }
  const row = () => {
    const detail = [source, owner, tenant].filter((one) => one !== undefined && one !== '').join(' · ');
    return { id, title: nameOf(series), detail, path: `/series/${encodeURIComponent(id)}` };
  };
  return { kind: 'series', text, weight: forecast?.pBelowTarget ?? 0, row };
}

function nameOf({ id, labels }: SeriesFacts): string {
  return seriesName({ dataset: labels.datasetName ?? labels.dataset ?? id, rule: labels.rule ?? '' });
}

/** Members by which an incident can be found. */
const MOST_MEMBERS = 100;

/** An incident as it may be found. */
export function ofIncident(view: PageView, incident: Incident): Candidate {
  const { id, state, group, openedAt, members, acknowledgedBy } = incident;
  const about = members
    .slice(0, MOST_MEMBERS)
    .flatMap(({ labels, subject, rule }) => [subject, rule, labels.datasetName, labels.source, labels.owner]);
  return {
    kind: 'incident',
    text: findable(id, group, state, acknowledgedBy, ...about),
    weight: (state === 'resolved' ? 0 : 1) + openedAt / Number.MAX_SAFE_INTEGER,
    row: () => ({
      id,
      title: `${id}: ${messageOf({ ...view, ...view.opened }, incident).what}`,
      detail: state,
      path: pathOf(id),
    }),
  };
}

const pathOf = (incident: string) => `/incidents/${encodeURIComponent(incident)}`;

/** Whether an act is there for somebody. */
export function isOffered({ action, everyTenant = false }: FoundAct, { isNow }: PageView, reader: PageReader): boolean {
  return isNow && reader.actions.includes(action) && (reader.isUnlimited || !everyTenant);
}
