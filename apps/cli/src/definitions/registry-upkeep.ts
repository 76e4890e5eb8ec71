import { command } from './command.js';

/** The commands of `dqs registry` that tag, rename, delete, verify, export and import. */
export const REGISTRY_UPKEEP_COMMANDS = [
  command({
    name: 'registry tag',
    summary: 'set or remove tags of a version or a model',
    examples: [
      'dqs registry tag orders@1.2.0 owner=ann reviewed=yes',
      'dqs registry tag orders@1.2.0 reviewed=',
      'dqs registry tag orders team=billing --reason "moved house"',
    ],
    positionals: [
      { setting: 'words', syntax: '[model or version]' },
      { setting: 'tags', syntax: '[tags...]' },
    ],
    settings: ['words', 'tags', 'registry', 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/registry/tag.js')).tag(context),
  }),
  command({
    name: 'registry note',
    summary: 'set, show or remove the note of a version or a model',
    description: 'Without a text it shows the note. The history keeps earlier notes.',
    examples: [
      'dqs registry note orders@1.2.0',
      'dqs registry note orders@1.2.0 "trained without the outage of May" --by ann',
      'dqs registry note orders --remove --reason "out of date"',
    ],
    positionals: [
      { setting: 'words', syntax: '[model or version]' },
      { setting: 'note', syntax: '[text]' },
    ],
    settings: ['words', 'note', 'removeNote', 'registry', 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/registry/note.js')).note(context),
  }),
  command({
    name: 'registry rename',
    summary: 'rename a model',
    description:
      'Versions, aliases and history are kept. The old name stays reserved and refers to the new one for anyone who ' +
      'uses it.',
    examples: ['dqs registry rename orders orders-eu --reason "there is a second region now"'],
    positionals: [
      { setting: 'modelName', syntax: '[model]' },
      { setting: 'newName', syntax: '[new name]' },
    ],
    settings: ['modelName', 'newName', 'registry', 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/registry/rename.js')).rename(context),
  }),
  command({
    name: 'registry delete',
    summary: 'delete an alias, a version or a whole model; the history stays',
    description:
      'A version is deleted by its number, and only if no alias points at it; a model only if it has no aliases. Numbers stay ' +
      'taken forever, and files are kept until dqs registry gc --apply.',
    examples: [
      'dqs registry delete orders@staging --reason "the stage was closed"',
      'dqs registry delete orders@1.2.0 --reason "trained on wrong data" --by ann',
      'dqs registry delete orders --reason "replaced by orders-eu"',
    ],
    positionals: [{ setting: 'deleted', syntax: '[model, version or alias]' }],
    settings: ['deleted', 'registry', 'reason', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/registry/delete.js')).remove(context),
  }),
  command({
    name: 'registry gc',
    summary: 'retire versions that nothing needs',
    description:
      'Keeps versions that an alias points at or would go back to, their ancestors, and the last ones. Shows what would ' +
      'be removed, including remains of deleted versions and models; --apply removes it. Numbers of retired versions stay taken, and ' +
      'the history stays complete.',
    examples: ['dqs registry gc orders --keep-last 5', 'dqs registry gc --keep-last 5 --apply'],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    settings: ['modelName', 'registry', 'keepLast', 'apply', 'by'],
    work: async (context) => (await import('../commands/registry/gc.js')).gc(context),
  }),
  command({
    name: 'registry verify',
    summary: 'verify every byte against its hash, and the history against its chain',
    description:
      'Exits with 1 if something is damaged, and names it. That the end of a history was cut off can only be detected if its ' +
      'head was stored elsewhere: --expect-head checks that the history still contains it.',
    examples: [
      'dqs registry verify',
      'dqs registry verify orders --json',
      'dqs registry verify orders --expect-head 41ba159f79dfc148',
    ],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    settings: ['modelName', 'expectHead', 'registry'],
    work: async (context) => (await import('../commands/registry/verify.js')).verify(context),
  }),
  command({
    name: 'registry export',
    summary: 'write a version as one archive',
    examples: ['dqs registry export orders@production --out orders.tar.gz'],
    positionals: [{ setting: 'reference', syntax: '[version]' }],
    settings: ['reference', 'registry', 'out'],
    work: async (context) => (await import('../commands/registry/export.js')).exportVersion(context),
  }),
  command({
    name: 'registry import',
    summary: 'import a version from an archive',
    description:
      'It keeps its model and its number unless told otherwise, and no alias points at it. An archive that is damaged, or ' +
      'contains anything but the files it announces, is refused and leaves nothing behind.',
    examples: [
      'dqs registry import orders.tar.gz',
      'dqs registry import orders.tar.gz --name orders-eu --set-version 1.0.0 --by ann',
    ],
    positionals: [{ setting: 'archive', syntax: '[file]' }],
    settings: ['archive', 'modelName', 'registry', 'setVersion', 'note', 'by', 'store', 'databaseUrl'],
    work: async (context) => (await import('../commands/registry/import.js')).importVersion(context),
  }),
];
