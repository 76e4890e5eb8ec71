import { DqsApiError } from '@dqs/client';

import { StateShape } from '@dqs/reports/components';

/** What went wrong, why, what to do, and the number to tell. */
export function Problem({ error, what }: { readonly error: unknown; readonly what: string }) {
  const api = error instanceof DqsApiError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div className="bar error" role="alert">
      <StateShape state="failing" />
      <div>
        <b>{what}</b> {message}
        {api === undefined ? null : (
          <small>
            {api.problems.map(({ pointer, fix }) => (
              <span key={pointer}>
                {fix}
                {' · '}
              </span>
            ))}
            <code>{api.code}</code> · request {api.requestId}
          </small>
        )}
      </div>
    </div>
  );
}
