import { useEffect, useState } from 'react';

/** What is quick shows nothing before it is there. */
const AFTER_MS = 300;

/** The frame of what comes, after a moment. */
export function Loading({ what }: { readonly what: string }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" aria-busy="true" role="status">
      {isShown ? (
        <>
          <i />
          <i />
          <i />
          <span>{what}</span>
        </>
      ) : null}
    </div>
  );
}
