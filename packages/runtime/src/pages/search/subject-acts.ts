import type { PageView } from '../page-view.js';
import { INCIDENT_ACTS, SERIES_ACTS, type FoundAct } from './acts.js';
import { isOffered, ofIncident, ofSeries, type Searcher } from './candidates.js';
import { byRank, type Candidate } from './found.js';
import { foldedText, rankOf } from './words.js';

/** Subjects that an act is offered for. */
const MOST_SUBJECTS = 3;

/** `silence orders`: the act on each of the subjects that the words after its verb find. */
export function actsOnSubjects(view: PageView, [verb, ...rest]: readonly string[], searcher: Searcher): Candidate[] {
  if (verb === undefined || rest.length === 0) return [];
  const about = (acts: readonly FoundAct[], subjects: () => Iterable<Candidate>) => {
    const named = acts.filter((act) => foldedText(act.verb).startsWith(` ${verb}`) && isOffered(act, view, searcher));
    if (named.length === 0) return [];
    const best = [...subjects()].flatMap((one) => {
      const rank = rankOf(one.text, rest);
      return rank === 0 ? [] : [{ ...one, rank }];
    });
    const shown = best.sort(byRank).slice(0, MOST_SUBJECTS);
    return named.flatMap((act) => shown.map((subject) => actOn(act, subject)));
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
    return { id: `${id} ${of}`, title: `${title} ${what}…`, detail, path: `${path}?do=${id}` };
  };
  return { kind: 'act', text, weight: subject.weight, row };
}
