/** What the page of quality is asked with beside its scope: `days`, `by`, `horizon`. */
export type QualityAsked = Readonly<Record<'days' | 'by' | 'horizon', string | undefined>>;
