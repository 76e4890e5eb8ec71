import type { PageView } from '../page-view.js';
import type { PageReader } from '../sources.js';
import { INCIDENT_ACTS, SERIES_ACTS, type FoundAct } from './acts.js';
import { isOffered, ofIncident, ofSeries } from './candidates.js';
import { Best, type Candidate } from './found.js';
import { foldedText, rankOf } from './words.js';

/** Subjects that an act is offered for. */
const MOST_SUBJECTS = 3;

/** `silence orders`: the act on each of the subjects that the words after its verb find. */
export function actsOnSubjects(view: PageView, [verb, ...rest]: readonly string[], reader: PageReader): Candidate[] {
  if (verb === undefined || rest.length === 0) return [];
  const about = (acts: readonly FoundAct[], subjects: () => Iterable<Candidate>) => {
    const named = acts.filter((act) => foldedText(act.verb).startsWith(` ${verb}`) && isOffered(act, view, reader));
    if (named.length === 0) return [];
    const best = new Best(MOST_SUBJECTS);
    for (const one of subjects()) {
      const rank = rankOf(one.text, rest);
      if (rank > 0) best.add(one, rank);
    }
    return named.flatMap((act) => best.all.map((subject) => actOn(act, subject)));
  };
  const open = view.state.incidents.filter(({ state }) => state !== 'resolved');
  return [
    ...about(SERIES_ACTS, () => view.tick.facts.series.map(ofSeries)),
    ...about(INCIDENT_ACTS, () => open.map((one) => ofIncident(view, one))),
  ];
}

function actOn({ id, verb, title }: FoundAct, subject: Candidate): Candidate {
  const text = { name: `${foldedText(verb)}${subject.text.name.slice(1)}`, more: subject.text.more };
  const row = () => {
    const { id: of, title: what, path, detail } = subject.row();
    return { id: `${id} ${of}`, title: `${title} ${what}…`, detail, path: `${path}?act=${id}` };
  };
  return { kind: 'act', text, weight: subject.weight, row };
}
