/** A name without what is forgiven in a header: `Rule Code` and `rule-code` are `rule_code`. */
export function forgivenName(name: string): string {
  return name.toLowerCase().replace(/[\s-]/g, '_');
}

/** A name without what is no letter of it, to find out what was probably meant. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
