import type { OptionFacts } from '../options.js';
import { quoted, type Completed, type CompletedCommand } from './words.js';

/** A script that completes `dqs` in zsh 5, with what each word is for. */
export function zshCompletion({ first, commands }: Completed): string {
  const singles = commands.filter(({ name }) => !name.includes(' '));
  return `#compdef dqs
# Completion of dqs in zsh: save it as _dqs in a folder of $fpath, such as /usr/local/share/zsh/site-functions.
_dqs() {
  local -a words_
  if (( CURRENT == 2 )); then
    words_=(${[['help', 'show help for a command'], ...first.map(({ word, summary }) => [word, summary])].map(described).join(' ')})
    _describe -t commands command words_
    return
  fi
  case $words[2] in
    help)
      (( CURRENT == 3 )) && compadd input ${first.map(({ word }) => word).join(' ')} ;;
${first
  .filter(({ second }) => second.length > 0)
  .map(
    ({ word, second }) => `    ${word})
      if (( CURRENT == 3 )); then
        words_=(${second.map(({ name, summary }) => described([name.slice(word.length + 1), summary])).join(' ')})
        _describe -t commands command words_
        return
      fi
      case $words[3] in
${second.map((command) => branch(command, command.name.slice(word.length + 1), 2)).join('\n')}
      esac ;;`,
  )
  .join('\n')}
${singles.map((command) => branch(command, command.name, 1)).join('\n')}
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _dqs "$@"; else compdef _dqs dqs; fi
`;
}

function branch({ options, argument }: CompletedCommand, word: string, shift: number): string {
  const rest =
    argument.choices.length > 0
      ? [quoted(`*:argument:(${argument.choices.join(' ')})`)]
      : argument.isPath
        ? [quoted('*:path:_files')]
        : [];
  const lines = [...options.map(specification), ...rest].map((line) => `        ${line}`);
  return `    ${word})
      shift ${shift} words; (( CURRENT -= ${shift} ))
      _arguments -s -S \\
${lines.join(' \\\n')} ;;`;
}

/** An option as _arguments takes it; options may come again, and in any order. */
function specification({ long, short, value, about, choices, isPath }: OptionFacts): string {
  const names = short === undefined ? `'*'${long}` : `'*'{${short},${long}}`;
  const taken =
    value === undefined
      ? ''
      : `:${value.replace(/[:\\[\]]/g, ' ')}:${choices.length > 0 ? `(${choices.join(' ')})` : isPath ? '_files' : ' '}`;
  return names + quoted(`[${about.replace(/[[\]\\:]/g, '\\$&')}]${taken}`);
}

function described([word, summary]: readonly string[]): string {
  return quoted(`${word!}:${summary!.replace(/[\\:]/g, '\\$&')}`);
}
