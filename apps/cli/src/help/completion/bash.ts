import type { OptionFacts } from '../options.js';
import { quoted, type Completed, type CompletedCommand } from './words.js';

/** A script that completes `dqs` in bash 4 and newer, with nothing else installed. */
export function bashCompletion({ first, commands }: Completed): string {
  const groups = first.filter(({ second }) => second.length > 0);
  const words = ['help', ...first.map(({ word }) => word)];
  return `# Completion of dqs in bash. For every new shell: dqs completion bash > ~/.local/share/bash-completion/completions/dqs
_dqs() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} position=1
  local words='' options='' values='' paths='' arguments=''
  case $command in
${groups
  .map(
    ({ word, second }) =>
      `    ${word}) words=${quoted(['help', ...second.map(({ name }) => name.slice(word.length + 1))].join(' '))} ;;`,
  )
  .join('\n')}
    help) words=${quoted(['input', ...first.map(({ word }) => word)].join(' '))} ;;
  esac
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W ${quoted(`${words.join(' ')} --help --version`)} -- "$current"))
    return
  fi
  if [[ -n $words ]]; then
    if (( COMP_CWORD == 2 )); then
      COMPREPLY=($(compgen -W "$words" -- "$current"))
      return
    fi
    command="$command \${COMP_WORDS[2]}"
  fi
  case $command in
${commands.map(branch).join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ -n $paths || ( -z $values && $arguments == '*' ) ]]; then
    compopt -o default 2> /dev/null
    COMPREPLY=()
  else
    COMPREPLY=($(compgen -W "\${values:-$arguments}" -- "$current"))
  fi
}
complete -F _dqs dqs
`;
}

/** What is offered after a command: its options, or the values of the option before. */
function branch({ name, options, argument }: CompletedCommand): string {
  const paths = options.filter(({ isPath, choices }) => isPath && choices.length === 0);
  const values = options.filter((option) => option.value !== undefined && !paths.includes(option));
  const lines = [
    ...values.map((option) => `        ${spellings(option)}) values=${quoted(option.choices.join(' ') || ' ')} ;;`),
    ...(paths.length === 0 ? [] : [`        ${paths.map(spellings).join('|')}) paths=1 ;;`]),
  ];
  return `    ${quoted(name)})
      options=${quoted(options.map(({ long }) => long).join(' '))}
      arguments=${quoted(argument.choices.length > 0 ? argument.choices.join(' ') : argument.isPath ? '*' : '')}
      case $previous in
${lines.join('\n')}
      esac ;;`;
}

function spellings({ long, short }: OptionFacts): string {
  return short === undefined ? long : `${short}|${long}`;
}
