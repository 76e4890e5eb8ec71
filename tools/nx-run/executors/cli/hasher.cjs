/**
 * Gives a command of the program the standard output to itself, byte for byte, when that is a pipe or a file (`… | jq .`):
 * whatever Nx and the builds before it have to say goes to standard error. A hasher, because that is the one part of an
 * executor that Nx loads into its own process, and it does so before it prints anything.
 */
if (!process.stdout.isTTY) {
  // Nx then hands its standard output on to the process of the command, and reads the others through pipes.
  process.env.NX_NATIVE_COMMAND_RUNNER = 'false';
  process.stdout.write = process.stderr.write.bind(process.stderr);
}

exports.default = (task, { hasher, taskGraph, env }) => hasher.hashTask(task, taskGraph, env);
