import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { useAct } from '../../parts/use-act.js';
import { textOf } from './form.js';

/** A kind of job, or all that acts on models by itself. */
export type Pausable = string;

const AUTOMATION = 'automation';
const nameOf = (what: Pausable) => (what === AUTOMATION ? 'Automation' : what);

/** Ends a pause. */
export function useResume() {
  return useAct<Pausable>({
    send: (client, what) =>
      what === AUTOMATION
        ? client.POST('/api/v1/automation/resume', {})
        : client.POST('/api/v1/jobs/{kind}/resume', { params: { path: { kind: what } } }),
    told: (_, what) => `${nameOf(what)} goes on`,
  });
}

/** Asks for the reason of a pause, and says what it does. */
export function PauseDialog({ what, onClose }: { readonly what: Pausable; readonly onClose: () => void }) {
  const resume = useResume();
  const pause = useAct<string>({
    send: (client, reason) =>
      what === AUTOMATION
        ? client.POST('/api/v1/automation/pause', { body: { reason } })
        : client.POST('/api/v1/jobs/{kind}/pause', { params: { path: { kind: what } }, body: { reason } }),
    told: () => `${nameOf(what)} is paused`,
    undo: () => resume.mutateAsync(what),
    onDone: onClose,
  });
  return (
    <Dialog title={what === AUTOMATION ? 'Pause automation' : `Pause ${what}`} onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          pause.mutate(textOf(new FormData(event.currentTarget), 'reason'));
        }}
      >
        <p className="note">
          {what === AUTOMATION
            ? 'No worker trains a model or moves an alias until somebody resumes it. Forecasts, grades and alerts go on, and people may still promote and roll back.'
            : 'No worker begins one until somebody resumes it. What runs goes on, and what becomes due meanwhile is done then.'}
        </p>
        <div className="field">
          <label htmlFor="pause-reason">Why</label>
          <input id="pause-reason" name="reason" type="text" required maxLength={1000} autoFocus />
          <small>Told to everybody who asks, and kept in the audit log.</small>
        </div>
        {pause.error ? <Problem error={pause.error} what="Not paused." /> : null}
        <div className="btns">
          <button type="submit" className="btn danger" disabled={pause.isPending}>
            {what === AUTOMATION ? 'Pause automation' : `Pause ${what}`}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Keep it running
          </button>
        </div>
      </form>
    </Dialog>
  );
}
