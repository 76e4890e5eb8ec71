import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of a test file, which is gone after its last test. */
export class TestFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'dqs-runtime-'));

  constructor() {
    afterAll(() => rmSync(this.path, { recursive: true, force: true }));
  }

  at(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** Writes a file, with the folders above it. @returns its path. */
  write(name: string, content: string | object): string {
    const path = this.at(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  /** Makes an empty folder. @returns its path. */
  folder(name: string): string {
    const path = this.at(name);
    mkdirSync(path, { recursive: true });
    return path;
  }
}

/** The code and the message that some work is refused with; undefined if it was not. */
export async function refusal(work: () => unknown): Promise<readonly [code: string, message: string] | undefined> {
  try {
    await work();
  } catch (error) {
    const { code, message } = error as { readonly code: string; readonly message: string };
    return [code, message];
  }
  return undefined;
}

/** A logger that keeps what it is told. */
export function keepingLogger() {
  const lines: (readonly [level: string, fields: object, message: string])[] = [];
  const keep = (level: string) => (fields: object, message: string) => void lines.push([level, fields, message]);
  const logger = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
  return { logger, lines };
}
