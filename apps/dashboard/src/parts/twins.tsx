import { useConnection } from '../data/page-context.js';
import { useTwinPath } from '../data/use-page.js';

/** Links to the same rows as files. They are not offered by a file. */
export function Twins({
  path,
  table,
  extra,
}: {
  readonly path: string;
  readonly table?: string;
  readonly extra?: Readonly<Record<string, string | number | undefined>>;
}) {
  const csv = useTwinPath(path, 'csv', { ...extra, table });
  const json = useTwinPath(path, 'json', extra);
  const { isOffline } = useConnection();
  if (isOffline) return null;
  return (
    <span className="twins">
      <a href={csv} download>
        .csv
      </a>{' '}
      <a href={json} target="_blank" rel="noreferrer">
        .json
      </a>
    </span>
  );
}
