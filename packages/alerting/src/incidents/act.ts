/** What a person does about incidents. */
export type IncidentAct = { readonly at: number; readonly by: string; readonly incident: string } &
  /** They have it; what they say of it, and when they expect it to be fixed, in milliseconds since 1970. */
  (| { readonly kind: 'acknowledge'; readonly note?: string; readonly fixBy?: number }
    /** Somebody else has it, or nobody. */
    | { readonly kind: 'assign'; readonly to: string | null; readonly note?: string }
    | { readonly kind: 'comment'; readonly note: string }
    /** What was broken is mended; it ends when its alerts do. */
    | { readonly kind: 'fixed'; readonly note?: string }
    /** It was said too early. */
    | { readonly kind: 'not-fixed' }
    | { readonly kind: 'resolve'; readonly reason: string; readonly note?: string }
    /** It has not ended: alerts of it still fire. */
    | { readonly kind: 'reopen'; readonly note?: string }
    /** What it is called; null for what it is about. */
    | { readonly kind: 'name'; readonly title: string | null }
    /** The member in which it began; null for the one that is likeliest. */
    | { readonly kind: 'root'; readonly subject: string | null }
    /** The named incident takes the members of the others over. */
    | { readonly kind: 'merge'; readonly from: readonly string[] }
    /** The named alerts get an incident of their own. */
    | { readonly kind: 'split'; readonly alerts: readonly string[] }
    /** Takes the merge back by which the named incident ended, or the split by which it began. */
    | { readonly kind: 'undo' }
  );

/** An act of a kind. */
export type ActOf<K extends IncidentAct['kind']> = IncidentAct & { readonly kind: K };
