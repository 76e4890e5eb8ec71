import type { Completed, CompletedCommand } from './words.js';

/** A script that completes `dqs` in fish 3, with what each word is for. */
export function fishCompletion({ first, commands }: Completed): string {
  const lines = [
    '# Completion of dqs in fish. For every new shell: dqs completion fish > ~/.config/fish/completions/dqs.fish',
    'function __dqs_is --description "Whether the command line begins with these words"',
    '    set -q argv[1]; or return 0',
    '    set -l words (commandline -opc)',
    '    set -l last (math (count $argv) + 1)',
    '    test (count $words) -ge $last; or return 1',
    '    set -l begun $words[2..$last]',
    '    test "$begun" = "$argv"',
    'end',
    'function __dqs_ends --description "Whether it is nothing but these words"',
    '    test (count (commandline -opc)) -eq (math (count $argv) + 1); and __dqs_is $argv',
    'end',
    'complete -c dqs -f',
    ...[['help', 'show help for a command'], ...first.map(({ word, summary }) => [word, summary])].map(
      ([word, about]) => `complete -c dqs -n '__dqs_ends' -a ${word!} -d ${quotedForFish(about!)}`,
    ),
    `complete -c dqs -n '__dqs_ends help' -a ${quotedForFish(['input', ...first.map(({ word }) => word)].join(' '))}`,
    ...first.flatMap(({ word, second }) =>
      second.map(
        ({ name, summary }) =>
          `complete -c dqs -n '__dqs_ends ${word}' -a ${name.slice(word.length + 1)} -d ${quotedForFish(summary)}`,
      ),
    ),
    ...commands.flatMap(linesOf),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf({ name, options, argument }: CompletedCommand): string[] {
  const start = `complete -c dqs -n '__dqs_is ${name}'`;
  const argumentLines =
    argument.choices.length > 0
      ? [`${start} -a ${quotedForFish(argument.choices.join(' '))}`]
      : argument.isPath
        ? [`${start} -F`]
        : [];
  return [
    ...options.map(({ long, short, value, about, choices, isPath }) => {
      const names = `-l ${long.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}`;
      const listed = choices.length > 0 ? ` -a ${quotedForFish(choices.join(' '))}` : '';
      const taken = value === undefined ? '' : choices.length === 0 && isPath ? ' -rF' : ` -x${listed}`;
      return `${start} ${names}${taken} -d ${quotedForFish(about)}`;
    }),
    ...argumentLines,
  ];
}

/** Inside single quotes fish knows two escapes. */
function quotedForFish(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
