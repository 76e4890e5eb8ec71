import { command } from './command.js';

/** Commands of the audit log. */
export const AUDIT_COMMANDS = [
  command({
    name: 'audit list',
    summary: 'list who did what in a store, the last entries last; the reading is recorded too',
    description:
      'With --format ndjson the entries as they were written, one a line: what dqs audit verify and any verifier of RFC 6962 ' +
      'reads. An act that is only begun was interrupted.',
    examples: [
      'dqs audit list --store results-store',
      'dqs audit list --store results-store --actor ann --action model --from 2026-03-01 --json',
      'dqs audit list --store results-store --format ndjson > entries.ndjson',
    ],
    settings: [
      'store',
      'databaseUrl',
      'auditActor',
      'auditAction',
      'auditTarget',
      'auditOutcome',
      'auditFrom',
      'auditUntil',
      'last',
      'auditFormat',
      'by',
    ],
    work: async (context) => (await import('../commands/audit/list.js')).listAudit(context),
  }),
  command({
    name: 'audit verify',
    summary:
      'check the audit log of a store, or an exported one, by its anchors and journal; exit code 3 if it was changed',
    description:
      'The chain tells what was changed, removed, inserted or moved. The journal in the store tells what was lost from the database or ' +
      'tampered with there. Anchors tell it of both, and without one an export that was cut off or written anew cannot be told ' +
      'from any other. What was found is kept in the store that is set, for alerts about the system itself.',
    examples: [
      'dqs audit verify --store results-store',
      'dqs audit verify --store results-store --against /mnt/elsewhere/anchors',
      "dqs audit verify entries.ndjson --against anchors --key 'dqs.example.org/audit+c74f20a3+ARpc2QcU…'",
    ],
    positionals: [{ setting: 'auditLog', syntax: '[entries]' }],
    settings: ['auditLog', 'store', 'databaseUrl', 'against', 'auditKey'],
    work: async (context) => (await import('../commands/audit/verify.js')).verifyLog(context),
  }),
  command({
    name: 'audit anchor',
    summary: 'sign what the audit log of a store holds, and write that to where its operators cannot change it',
    description:
      'A checkpoint of C2SP, signed by a key that the store holds. Prints the key that verifies it: keep it beside the anchors. Call ' +
      'it from time to time; what came after the last anchor only the journal vouches for.',
    examples: [
      'dqs audit anchor --store results-store --to /mnt/elsewhere/anchors',
      'dqs audit anchor --store results-store --git anchors-repository --webhook https://anchors.example.org/dqs',
      'dqs audit anchor --store results-store --syslog syslog+tcp://logs.example.org:601',
    ],
    settings: ['store', 'databaseUrl', 'anchorTo', 'anchorGit', 'anchorUrl', 'anchorSyslog', 'by'],
    work: async (context) => (await import('../commands/audit/anchor.js')).anchorLog(context),
  }),
];
