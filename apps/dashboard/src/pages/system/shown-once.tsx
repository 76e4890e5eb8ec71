import { Dialog } from '../../frame/dialog.js';
import { useToast } from '../../frame/toasts.js';

/** A secret that is shown this once. */
export function ShownOnce({
  title,
  text,
  what,
  onClose,
}: {
  readonly title: string;
  readonly text: string;
  /** What it is for, and what to do with it. */
  readonly what: string;
  readonly onClose: () => void;
}) {
  const toast = useToast();
  return (
    <Dialog title={title} note="shown this once" onClose={onClose}>
      <div className="pad">
        <p className="note">{what}</p>
        <pre className="code">
          <code>{text}</code>
        </pre>
        <div className="btns">
          <button
            type="button"
            className="btn primary"
            onClick={() => void navigator.clipboard.writeText(text).then(() => toast({ text: 'Copied' }))}
          >
            Copy
          </button>
          <button type="button" className="btn" onClick={onClose}>
            I have it
          </button>
        </div>
      </div>
    </Dialog>
  );
}
