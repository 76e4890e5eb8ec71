import type { IncidentPage } from '@dqs/runtime/pages';

import { useFrame, useMay } from '../../data/page-context.js';
import { useParam } from '../../data/url-state.js';
import { Problem } from '../../frame/problem.js';
import { useAct } from '../../parts/use-act.js';
import { SilenceDialog } from '../series/silence-dialog.js';
import { Acknowledge, Assign, Fixed, Name, Reopen, Resolve } from './hand-dialogs.js';
import { Expected, Merge, Root, Split } from './part-dialogs.js';
import { useSending } from './sending.js';

/** What a form is open for; `hand-over` and the others are those of links in messages. */
const FORMS = {
  acknowledge: Acknowledge,
  'hand-over': Assign,
  fixed: Fixed,
  resolve: Resolve,
  reopen: Reopen,
  name: Name,
  root: Root,
  expected: Expected,
  merge: Merge,
  split: Split,
} as const;
type Form = keyof typeof FORMS | 'silence';

/** Forms of an incident that is over. */
const OVER_FORMS: readonly string[] = ['name', 'reopen'];

/** What can be done about an incident. What somebody may not do is not offered; the form of a link stands open. */
export function Acts({ page }: { readonly page: IncidentPage }) {
  const [asked, setAsked] = useParam('act');
  const may = useMay('silence');
  const open = (form: Form) => () => setAsked(form);
  const close = () => setAsked(undefined);
  if (!may) return <NotOffered asked={asked} onClose={close} />;
  return (
    <div className="btns no-print">
      {page.phase === 'resolved' ? <ActsAfter page={page} open={open} /> : <ActsOnOpen page={page} open={open} />}
      <button type="button" className="btn quiet" onClick={open('name')}>
        Name…
      </button>
      <OpenForm page={page} asked={asked} onClose={close} />
    </div>
  );
}

interface ActsProps {
  readonly page: IncidentPage;
  readonly open: (form: Form) => () => void;
}

function ActsAfter({ page, open }: ActsProps) {
  return (
    <>
      {page.mergedInto === null ? null : <Undo page={page} word="Undo the merge" />}
      {page.mayReopen ? (
        <button type="button" className="btn primary" onClick={open('reopen')}>
          Reopen…
        </button>
      ) : null}
    </>
  );
}

function ActsOnOpen({ page, open }: ActsProps) {
  const isTaken = page.holder !== null;
  const hasSeries = page.members.some(({ row }) => row !== null);
  return (
    <>
      {isTaken ? null : <Take page={page} />}
      <button type="button" className={isTaken ? 'btn primary' : 'btn'} onClick={open('resolve')}>
        Resolve…
      </button>
      <button type="button" className="btn" onClick={open('fixed')}>
        I fixed it
      </button>
      {hasSeries ? (
        <>
          <button type="button" className="btn" data-key="m" onClick={open('silence')}>
            Silence…
          </button>
          <button type="button" className="btn" data-key="f" onClick={open('expected')}>
            Expected…
          </button>
        </>
      ) : null}
      <button type="button" className="btn quiet" data-key="o" onClick={open('hand-over')}>
        Assign…
      </button>
      {page.others.length === 0 ? null : (
        <button type="button" className="btn quiet" onClick={open('merge')}>
          Merge…
        </button>
      )}
      {page.members.length < 2 ? null : (
        <button type="button" className="btn quiet" onClick={open('split')}>
          Split…
        </button>
      )}
      {page.splitFrom === null ? null : <Undo page={page} word="Undo the split" />}
    </>
  );
}

interface OpenFormProps {
  readonly page: IncidentPage;
  readonly asked: string | undefined;
  readonly onClose: () => void;
}

/** The form that the address asks for, if the incident is as it has to be. */
function OpenForm({ page, asked, onClose }: OpenFormProps) {
  if (asked === undefined) return null;
  const isOver = page.phase === 'resolved';
  if (asked === 'reopen' && !page.mayReopen) {
    const why = isOver
      ? 'All its alerts are over, or it is too long ago: it opens by itself when one of them fires again.'
      : 'It is open.';
    return <p className="small soft form-note">It cannot be opened again. {why}</p>;
  }
  if (isOver && !OVER_FORMS.includes(asked)) {
    return <p className="small soft form-note">It is over: there is nothing left to do about it.</p>;
  }
  if (asked === 'silence') {
    const rows = page.members.flatMap(({ row }) => (row === null ? [] : [row]));
    const firing = rows.filter(({ state }) => state === 'failing').length;
    return rows.length === 0 ? null : <SilenceDialog series={rows} firing={firing} onClose={onClose} />;
  }
  const Shown = Object.hasOwn(FORMS, asked) ? FORMS[asked as keyof typeof FORMS] : undefined;
  return Shown === undefined ? null : <Shown page={page} onClose={onClose} />;
}

/** A link asks for what this person may not do, or what is past. */
function NotOffered({ asked, onClose }: { readonly asked: string | undefined; readonly onClose: () => void }) {
  const { who, isNow } = useFrame();
  if (asked === undefined) return null;
  return (
    <div className="bar" role="status">
      <span>
        {isNow
          ? `As ${who.roles.join(' and ')} you may look, and not act: an operator may, and an admin makes keys of operators.`
          : 'This is how it was known then. Acts are offered on the page of now.'}
      </span>
      <button type="button" className="btn sm" onClick={onClose}>
        All right
      </button>
    </div>
  );
}

/** Takes it at once, with the way back. */
function Take({ page }: { readonly page: IncidentPage }) {
  const { about, back } = useSending(page);
  const take = useAct({
    send: (client) => client.POST('/api/v1/incidents/{id}/acknowledge', { ...about, body: {} }),
    told: () => `You have it: ${page.what}`,
    undo: (client) => client.POST('/api/v1/incidents/{id}/assign', { ...back(), body: { to: null } }),
  });
  return (
    <>
      <button
        type="button"
        className="btn primary"
        data-key="a"
        disabled={take.isPending}
        onClick={() => take.mutate()}
      >
        Acknowledge
      </button>
      {take.error ? <Problem error={take.error} what="Not acknowledged." /> : null}
    </>
  );
}

/** Takes a merge or a split back. */
function Undo({ page, word }: { readonly page: IncidentPage; readonly word: string }) {
  const { about } = useSending(page);
  const undo = useAct({
    send: (client) => client.POST('/api/v1/incidents/{id}/undo', about),
    told: () => word.replace('Undo the', 'Taken back: the'),
  });
  return (
    <>
      <button type="button" className="btn" disabled={undo.isPending || undo.isSuccess} onClick={() => undo.mutate()}>
        {word}
      </button>
      {undo.error ? <Problem error={undo.error} what="Not taken back." /> : null}
    </>
  );
}
