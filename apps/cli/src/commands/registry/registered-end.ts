import type { Registered } from '@dqs/registry';
import type { ActEnd } from '@dqs/runtime';

/** What the audit log says of a version that was registered or imported: which one. */
export function registeredEnd({ model, body }: { readonly model: string; readonly body: Registered }): ActEnd {
  const { version, because, parent } = body;
  return { targets: [{ kind: 'version', id: `${model}@${version}` }], after: { version, because, parent } };
}
