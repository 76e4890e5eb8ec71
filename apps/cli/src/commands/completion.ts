import { required } from '@dqs/runtime/settings';

import type { CommandDefinition } from '../definitions/command.js';
import { bashCompletion } from '../help/completion/bash.js';
import { fishCompletion } from '../help/completion/fish.js';
import { completed, type Completed } from '../help/completion/words.js';
import { zshCompletion } from '../help/completion/zsh.js';
import type { CommandContext, CommandResult } from '../run.js';

const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', (words: Completed) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `dqs completion`: prints the script of a shell, which completes the commands that are given. */
export function completion(
  { settings }: CommandContext<'shell'>,
  commands: readonly CommandDefinition[],
): CommandResult {
  const shell = required(settings.shell, 'shell');
  const script = SCRIPTS[shell](completed(commands));
  return { json: { shell, script }, text: () => script };
}
