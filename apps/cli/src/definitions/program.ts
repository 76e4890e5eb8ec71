import { command, type CommandDefinition } from './command.js';

/**
 * Commands about the program itself.
 *
 * @param all every command, these too; asked when one of them runs.
 */
export const programCommands = (all: () => readonly CommandDefinition[]): readonly CommandDefinition[] => [
  command({
    name: 'doctor',
    summary: 'check that everything works on this machine',
    description: 'Trains a tiny model and reads a tiny file, so everything reported has actually been tried.',
    examples: ['dqs doctor', 'dqs doctor --json'],
    settings: [],
    work: async () => (await import('../commands/doctor.js')).doctor(),
  }),
  command({
    name: 'completion',
    summary: 'print a script that completes commands and options in a shell',
    description:
      'In bash load it by source <(dqs completion bash), or save it where bash-completion finds it: ' +
      '~/.local/share/bash-completion/completions/dqs. In zsh save it as _dqs in a folder of $fpath, in fish as ' +
      '~/.config/fish/completions/dqs.fish.',
    examples: ['dqs completion bash > ~/.local/share/bash-completion/completions/dqs', 'dqs completion zsh > _dqs'],
    positionals: [{ setting: 'shell', syntax: '[shell]' }],
    settings: ['shell'],
    work: async (context) => (await import('../commands/completion.js')).completion(context, all()),
  }),
  command({
    name: 'deploy print',
    summary: 'print the Kubernetes manifests of DQS, for kubectl apply -f -',
    description:
      'What every deployment needs (namespace, service account, volume, policies, a closed network), then what an overlay adds: ' +
      'api, worker, batch (an array of a planned run), train or retrain (on a timetable). With --json they are one list.',
    examples: [
      'dqs deploy print --overlay api --image registry.example.com/dqs:0.1.0',
      'dqs deploy print --overlay batch --run s3://bucket/runs/march --shards 256',
    ],
    settings: ['deployOverlay', 'deployShards', 'deployRun', 'deployImage', 'deployNamespace'],
    work: async (context) => (await import('../commands/deploy.js')).printManifests(context),
  }),
];
