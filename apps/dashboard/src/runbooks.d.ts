/** The runbooks of `docs/runbooks` by name, as the build of the pages reads them. */
declare module 'dqs:runbooks' {
  const RUNBOOKS: Readonly<Record<string, string>>;
  export default RUNBOOKS;
}
