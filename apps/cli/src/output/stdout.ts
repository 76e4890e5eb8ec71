import { notWritable } from '@dqs/core/io';

/**
 * Writes to stdout and waits until it is taken.
 *
 * @throws DqsError `output-not-writable` if stdout cannot take it, such as a full disk.
 */
export async function writeStdout(text: string | Uint8Array): Promise<void> {
  if (text.length === 0) return;
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(notWritable('stdout', error)) : resolve()));
  });
}
