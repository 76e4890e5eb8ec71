import { notWritable } from '@dqs/core';

/**
 * Writes to stdout and waits until it is taken. A reader that has gone (`dqs … | head`) ends the process quietly.
 *
 * @throws DqsError `output-not-writable` where stdout cannot take it, such as a full disk.
 */
export async function writeStdout(text: string): Promise<void> {
  if (text === '') return;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      reject(notWritable('stdout', error));
    };
    process.stdout.once('error', fail);
    process.stdout.write(text, (error) => {
      if (error) return;
      process.stdout.off('error', fail);
      resolve();
    });
  });
}
