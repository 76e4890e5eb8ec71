import { useId, useRef } from 'react';

/** What is wrong or doubtful at a line. */
interface Remark {
  readonly line: number;
  readonly column: number | null;
  readonly problem: string;
  readonly fix: string | null;
}

interface PolicyEditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly problems: readonly Remark[];
  readonly doubts: readonly Remark[];
  readonly isReadOnly: boolean;
}

/** A text with line numbers; what is wrong stands below with its line, which leads there. */
export function PolicyEditor({ text, onChange, problems, doubts, isReadOnly }: PolicyEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLPreElement>(null);
  const id = useId();
  const wrong = new Set(problems.map(({ line }) => line));
  const doubtful = new Set(doubts.map(({ line }) => line));
  const lines = text.split('\n');
  const goTo = ({ line, column }: Remark) => {
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + (column ?? 1) - 1;
    const shown = area.current!;
    shown.focus();
    shown.setSelectionRange(start, start + Math.max(0, (lines[line - 1]?.length ?? 0) - (column ?? 1) + 1));
    shown.scrollTop = Math.max(0, (line - 5) * parseFloat(getComputedStyle(shown).lineHeight));
  };
  return (
    <>
      <div className="editor">
        <pre ref={gutter} aria-hidden="true">
          {lines.map((_, i) => (
            <span key={i} className={wrong.has(i + 1) ? 'wrong' : doubtful.has(i + 1) ? 'doubtful' : undefined}>
              {i + 1}
            </span>
          ))}
        </pre>
        <textarea
          ref={area}
          aria-label="Policy, YAML"
          aria-describedby={problems.length + doubts.length > 0 ? id : undefined}
          aria-invalid={problems.length > 0}
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          readOnly={isReadOnly}
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          onScroll={({ currentTarget }) => (gutter.current!.scrollTop = currentTarget.scrollTop)}
        />
      </div>
      {problems.length + doubts.length === 0 ? null : (
        <ul className="rows remarks" id={id}>
          {[...problems, ...doubts].map((one, i) => (
            <li key={i} className={i < problems.length ? 'wrong' : undefined}>
              <button type="button" className="link" onClick={() => goTo(one)}>
                line {one.line}
                {one.column === null ? '' : `:${one.column}`}
              </button>
              <span className="grow two-lines">
                <span>
                  {i < problems.length ? '' : 'Doubtful: '}
                  {one.problem}
                </span>
                {one.fix === null ? null : <span className="faint small">{one.fix}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
