import { formatDay } from '@dqs/core';
import { dateText } from '@dqs/core/wording';
import type { SeriesPage } from '@dqs/runtime/pages';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { useConnection, useMay } from '../../data/page-context.js';
import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { useToast } from '../../frame/toasts.js';
import { Ask } from '../../parts/ask.js';
import { once } from '../../parts/once.js';
import { useAct } from '../../parts/use-act.js';
import { copyText } from './copy-text.js';
import { MarkEffect } from './mark-effect.js';
import { markdownOf } from './markdown.js';
import { SilenceDialog } from './silence-dialog.js';

type Open = 'fixed' | 'expected' | 'silence' | 'replay';

/** What can be done about a series. What somebody may not do is not offered. */
export function Acts({ page }: { readonly page: SeriesPage }) {
  const [open, setOpen] = useState<Open>();
  const may = { silence: useMay('silence'), forecast: useMay('forecast') };
  const toast = useToast();
  const close = () => setOpen(undefined);
  const { series } = page;
  const copy = async () => {
    const failed = await copyText(markdownOf(page, location.href));
    toast({ text: failed ?? 'Copied as Markdown' });
  };
  const said = page.days.findLast(
    (one) => one.said !== null && one.day <= Math.max(page.today, series.next?.day ?? 0),
  )?.said;
  return (
    <div className="btns no-print">
      {may.silence ? (
        <>
          <button type="button" className="btn" data-key="a" onClick={() => setOpen('fixed')}>
            I fixed it
          </button>
          <button type="button" className="btn" data-key="f" onClick={() => setOpen('expected')}>
            Expected…
          </button>
          <button type="button" className="btn" data-key="m" onClick={() => setOpen('silence')}>
            Silence…
          </button>
        </>
      ) : null}
      {may.forecast && said ? (
        <button type="button" className="btn quiet" onClick={() => setOpen('replay')}>
          Replay
        </button>
      ) : null}
      <button type="button" className="btn quiet" onClick={() => void copy()}>
        Copy as Markdown
      </button>
      {open === 'fixed' ? <Fixed page={page} onClose={close} /> : null}
      {open === 'expected' ? <Expected page={page} onClose={close} /> : null}
      {open === 'silence' ? (
        <SilenceDialog series={[series]} firing={series.state === 'failing' ? 1 : 0} onClose={close} />
      ) : null}
      {open === 'replay' && said ? <Replay forecast={said.id} version={said.version} onClose={close} /> : null}
    </div>
  );
}

interface ActProps {
  readonly page: SeriesPage;
  readonly onClose: () => void;
}

/** Somebody stepped in: the next day without a result is left out of grading, which cannot be taken back. */
function Fixed({ page, onClose }: ActProps) {
  const { client } = useConnection();
  const day = page.days.find((one) => one.day > page.judged && one.executions === null)?.day ?? null;
  const act = (why: string) => {
    const body = {
      ...{ series: page.series.id, kind: 'fixed' as const, leave_out: day !== null },
      ...{ day: formatDay(day ?? page.judged), ...(why !== '' && { comment: why }) },
    };
    return client.POST('/api/v1/marks', { body, headers: once() });
  };
  const effect =
    day === null
      ? 'It is noted beside the last result. All days have results already, so none is left out of grading.'
      : `${dateText(day, page.today)} is left out of grading and training, whatever comes: neither hit nor miss, and counted as intervened. This cannot be taken back.`;
  return (
    <Ask
      title="I fixed it"
      effect={effect}
      word="I fixed it"
      reason="optional"
      done={day === null ? 'Noted: fixed' : `Noted: ${dateText(day, page.today)} is left out of grading`}
      act={act}
      onClose={onClose}
    />
  );
}

const KINDS = {
  'expected-once': 'Expected, this once',
  'expected-until': 'Expected until it falls further',
  'false-alarm': 'A false alarm',
} as const;
type Kind = keyof typeof KINDS;

interface Feedback {
  readonly kind: Kind;
  /** Of `expected-until`: below which it is told again. */
  readonly below: number;
  readonly comment: string;
}

/** Notes what somebody says, with the way back. */
function useFeedback({ page, onClose }: ActProps) {
  return useAct({
    send: async (client, { kind, below, comment }: Feedback) => {
      const body = {
        ...{ series: page.series.id, kind, day: formatDay(page.judged), leave_out: false },
        ...(kind === 'expected-until' && { below }),
        ...(comment !== '' && { comment }),
      };
      return (await client.POST('/api/v1/marks', { body, headers: once() })).data!;
    },
    told: (_, { kind }) => `Noted: ${KINDS[kind].toLowerCase()}`,
    undo: (client, { id }) => client.DELETE('/api/v1/marks/{id}', { params: { path: { id } }, headers: once() }),
    onDone: onClose,
  });
}

/** Three answers to a warning or a result; what they do stands below them. */
function Expected({ page, onClose }: ActProps) {
  const [kind, setKind] = useState<Kind>('expected-once');
  const usual = Math.max(0, Math.floor((page.series.next?.lower80 ?? page.series.target) - 1));
  const [below, setBelow] = useState(String(usual));
  const [comment, setComment] = useState('');
  const save = useFeedback({ page, onClose });
  const until = Number(below);
  const isWrong = kind === 'expected-until' && !(below.trim() !== '' && until >= 0 && until <= 100);
  return (
    <Dialog title="Feedback" note={dateText(page.judged, page.today)} onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong && !save.isPending) save.mutate({ kind, below: until, comment: comment.trim() });
        }}
      >
        <fieldset className="field choices">
          <legend>What was it?</legend>
          {(Object.entries(KINDS) as [Kind, string][]).map(([one, word]) => (
            <label key={one}>
              <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
              {word}
            </label>
          ))}
        </fieldset>
        {kind === 'expected-until' ? <Below value={below} isWrong={isWrong} onChange={setBelow} /> : null}
        {isWrong ? null : (
          <MarkEffect
            mark={{
              series: page.series.id,
              kind,
              day: formatDay(page.judged),
              ...(kind === 'expected-until' && { below: until }),
            }}
            today={page.today}
          />
        )}
        <div className="field">
          <label htmlFor="mark-comment">Comment (may be left out)</label>
          <input
            id="mark-comment"
            type="text"
            maxLength={1000}
            value={comment}
            onChange={({ currentTarget }) => setComment(currentTarget.value)}
          />
        </div>
        {save.error ? <Problem error={save.error} what="Not noted." /> : null}
        <div className="btns">
          <button type="submit" className="btn primary" disabled={isWrong || save.isPending}>
            Note it
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface BelowProps {
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (value: string) => void;
}

function Below({ value, isWrong, onChange }: BelowProps) {
  return (
    <div className="field">
      <label htmlFor="mark-below">Tell again below (pass percentage)</label>
      <input
        id="mark-below"
        type="text"
        inputMode="decimal"
        value={value}
        aria-invalid={isWrong}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {isWrong ? <small className="err">A pass percentage from 0 to 100.</small> : null}
    </div>
  );
}

interface Replayed {
  readonly version: string;
  readonly is_equal: boolean;
  readonly differences: readonly { readonly field: string; readonly kept: unknown; readonly replayed: unknown }[];
}

/** Makes the forecast again from the deliveries of its time, and says whether it came out the same. */
function Replay({
  forecast,
  version,
  onClose,
}: {
  readonly forecast: string;
  readonly version: string;
  readonly onClose: () => void;
}) {
  const { client } = useConnection();
  const work = useMutation({
    mutationFn: async () => {
      const path = { params: { path: { id: forecast } } };
      return (await client.POST('/api/v1/ledger/{id}/replay', path)).data as unknown as Replayed;
    },
  });
  const { data } = work;
  return (
    <Dialog title="Replay" note={`forecast ${forecast.slice(0, 8)}, version ${version}`} onClose={onClose}>
      <div className="pad">
        <p className="effect">
          The forecast is made again from the deliveries as they were known then, by the version that issued it, and
          every bit is compared.
        </p>
        {data === undefined ? null : data.is_equal ? (
          <p role="status">
            <b>Equal in every bit.</b> {data.version} says of those deliveries what it said then.
          </p>
        ) : (
          <ul role="status" className="differences">
            {data.differences.map(({ field, kept, replayed }) => (
              <li key={field}>
                {field}: kept {String(kept).slice(0, 40)}, now {String(replayed).slice(0, 40)}
              </li>
            ))}
          </ul>
        )}
        {work.error ? <Problem error={work.error} what="Not replayed." /> : null}
        <div className="btns">
          <button
            type="button"
            className="btn primary"
            autoFocus
            disabled={work.isPending}
            onClick={() => work.mutate()}
          >
            {work.isPending ? 'Replaying' : 'Replay'}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
