import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { binaryLoader, jobRunner, matrixChecks } from '../src/index.js';
import type { AbortFunctions, Handle, NativeMatrix, JobOutcome } from '../src/index.js';
import { isGlibc, isLinux, sampleCopy, script } from './support/programs.js';
import { errors, SampleError, thrownBy } from './support/sample-error.js';

interface Sample extends AbortFunctions {
  sumColumns(matrix: NativeMatrix, abort?: Handle): Promise<JobOutcome<Float64Array>>;
  waitForAbort(abort: Handle | undefined, progress?: (...report: unknown[]) => void): Promise<JobOutcome<undefined>>;
  linger(path?: string): Promise<JobOutcome<undefined>>;
  makeTooMuch(): Promise<JobOutcome<Float64Array>>;
  throwBare(): never;
  fail(text: string): Promise<JobOutcome<undefined>>;
  newCounter(): Handle;
  count(counter: Handle): number;
  closeCounter(counter: Handle): void;
}

let native: () => Sample;
let root: string;
beforeAll(() => {
  root = sampleCopy('jobs-addon');
  expect(script(root, 'await support.buildAddon(addon);')).toMatchObject({ status: 0, stderr: '' });
  native = binaryLoader<Sample>({ engine: 'sample', root, ErrorClass: SampleError });
}, 300_000);

const { runJob } = jobRunner(() => native(), errors);
const { toNativeMatrix } = matrixChecks(errors.invalidArgument);

describe('a binary', () => {
  it('is loaded once', () => {
    expect(native()).toBe(native());
  });

  it('that is missing or invalid is reported with what was tried', () => {
    const missing = sampleCopy('no-addon');
    const load = (folder: string) => binaryLoader({ engine: 'sample', root: folder, ErrorClass: SampleError });
    expect(thrownBy(load(missing))).toMatchObject({
      code: 'native-missing',
      message: expect.stringContaining(`local build ${join(missing, 'build', 'dqs_sample.node')}: not found`),
    });
    const broken = sampleCopy('no-binary');
    mkdirSync(join(broken, 'build'), { recursive: true });
    writeFileSync(join(broken, 'build', 'dqs_sample.node'), 'not a library');
    expect(thrownBy(load(broken))).toMatchObject({
      code: 'native-incompatible',
      message: expect.stringContaining('cannot be loaded: '),
    });
  });

  it('that is missing is advised to be installed where it was published for this machine', () => {
    const own = `@dqs/sample-${process.platform}-${process.arch}${isLinux && !isGlibc ? '-musl' : ''}`;
    const messageOf = (names: readonly string[]) => {
      const folder = sampleCopy('published-addon');
      const optionalDependencies = Object.fromEntries(names.map((name) => [name, '1.2.3']));
      const manifest = { name: '@dqs/sample', version: '1.2.3', optionalDependencies };
      writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
      return thrownBy(binaryLoader({ engine: 'sample', root: folder, ErrorClass: SampleError }))?.message;
    };
    expect(messageOf([own, '@dqs/sample-plan9-mips'])).toContain(`npm install ${own}@1.2.3`);
    const elsewhere = messageOf(['@dqs/sample-plan9-mips', '@dqs/samples-for-all']);
    expect(elsewhere).toContain('Prebuilt packages: @dqs/sample-plan9-mips.');
    expect(elsewhere).not.toContain('npm install');
  });
});

describe('a job', () => {
  it('reads columns of every type and both layouts of a block', async () => {
    const types = [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array];
    const columns = [...types, Uint8ClampedArray].map((Type) => Type.from([1, 2, 4]));
    const sum = (rows: unknown) => runJob({}, () => native().sumColumns(toNativeMatrix('rows', rows)));
    expect(await sum(columns)).toEqual(new Float64Array(9).fill(7));
    const data = Float64Array.of(1, 2, 3, 4, 5, 6);
    expect(await sum({ data, rows: 2, columns: 3 })).toEqual(Float64Array.of(5, 7, 9));
    expect(await sum({ data, rows: 2, columns: 3, layout: 'column' })).toEqual(Float64Array.of(3, 7, 11));
  });

  it.each(['changed', 'transferred away'])('works on the original numbers although they are %s', async (how) => {
    const columns = Array.from({ length: 8 }, (_, c) => new Float64Array(100_000).fill(c));
    const blocks = columns.map((data) => ({ data, rows: data.length, columns: 1 }));
    const jobs = [columns, ...blocks].map((rows) => native().sumColumns(toNativeMatrix('rows', rows)));
    if (how === 'changed') columns.forEach((column) => column.fill(NaN));
    else structuredClone(columns, { transfer: columns.map((column) => column.buffer) });
    const [all, ...each] = (await Promise.all(jobs)).map(({ value }) => value);
    const sums = Float64Array.from(columns, (_, c) => c * 100_000);
    expect(all).toEqual(sums);
    expect(each).toEqual([...sums].map((sum) => Float64Array.of(sum)));
  });

  it('does not read what a getter of the argument has transferred away', () => {
    const columns = [new Float64Array(1e6), new Float64Array(1e6)];
    const trap = Object.defineProperty([...columns], 1, {
      get: () => (structuredClone(columns[0], { transfer: [columns[0]!.buffer] }), columns[1]),
    });
    const call = () => errors.call(() => native().sumColumns({ rows: 1e6, columns: trap }));
    expect(thrownBy(call)).toEqual({ code: 'invalid-argument', message: 'columns: the buffer is detached' });
  });

  it('refuses a list of columns that is all holes, however long', () => {
    const call = () => errors.call(() => native().sumColumns({ rows: 1, columns: new Array(2 ** 32 - 1) }));
    expect(thrownBy(call)).toEqual({ code: 'invalid-argument', message: 'columns: expected typed arrays' });
  });

  it('is rejected when there is no memory for its result', async () => {
    const lines: string[] = [];
    const call = runJob({ logger: (line) => void lines.push(line) }, () => native().makeTooMuch());
    await expect(call).rejects.toMatchObject({ name: 'SampleError', code: 'sample', message: 'out of memory' });
    expect(lines).toEqual(['made']);
  });

  it('passes on its log lines, whether it succeeds or not', async () => {
    const lines: string[] = [];
    const options = { logger: (line: string) => void lines.push(line) };
    const rows = toNativeMatrix('rows', [new Float32Array(5)]);
    await runJob(options, () => native().sumColumns(rows));
    await expect(runJob(options, () => native().fail('no such tree'))).rejects.toMatchObject({
      name: 'SampleError',
      code: 'sample',
      message: 'no such tree',
    });
    expect(lines).toEqual(['rows: 5', 'before it fails']);
  });

  it('stops when its signal fires, after reporting in order', async () => {
    const controller = new AbortController();
    const rounds: unknown[] = [];
    const waiting = runJob({ signal: controller.signal }, (abort) =>
      native().waitForAbort(abort, (round, values) => {
        rounds.push(round);
        expect(values).toEqual(Float64Array.of((round as number) / 2));
        if (rounds.length === 3) controller.abort('enough');
      }),
    );
    await expect(waiting).rejects.toMatchObject({ name: 'SampleError', code: 'aborted', cause: 'enough' });
    expect(rounds.slice(0, 3)).toEqual([0, 1, 2]);
  });

  it('does not start if its signal has fired', async () => {
    const start = jest.fn();
    await expect(runJob({ signal: AbortSignal.abort() }, start)).rejects.toMatchObject({ code: 'aborted' });
    expect(start).not.toHaveBeenCalled();
  });

  it.each([
    [{ signal: 'stop' }, 'signal: expected an AbortSignal, got "stop"'],
    [{ logger: 'log' }, 'logger: expected a function, got "log"'],
  ])('with the options %p is refused', async (options, message) => {
    await expect(runJob(options as never, () => native().fail('started'))).rejects.toMatchObject({ message });
  });
});

describe('a native exception', () => {
  it('is an error in JavaScript, even if no wrapper catches it', () => {
    expect(() => native().throwBare()).toThrow('bad_alloc');
  });
});

describe('a process that ends', () => {
  const endWith = (call: string, condition = 'true') =>
    script(
      root,
      `process.dlopen(globalThis.m = { exports: {} }, addon.built); void m.exports.${call};
       const { existsSync } = await import('node:fs');
       while (!(${condition})) await new Promise((resolve) => setTimeout(resolve, 1));
       process.exit(3);`,
    );

  it('waits for a dedicated job that stops', () => {
    const path = join(root, 'stopped');
    for (const file of [path, `${path}.begun`]) rmSync(file, { force: true });
    // A job stopped before it has started needs no waiting.
    const hasBegun = `existsSync(${JSON.stringify(`${path}.begun`)})`;
    expect(endWith(`linger(${JSON.stringify(path)})`, hasBegun)).toMatchObject({ status: 3, stderr: '' });
    expect(existsSync(path)).toBe(true);
  });

  it('does not wait forever for one that does not', () => {
    expect(endWith('linger()')).toMatchObject({ status: 3, signal: null, stderr: '' });
  });
});

describe('a handle', () => {
  it('keeps its state until it is closed, and may be closed again', () => {
    const counter = native().newCounter();
    native().count(counter);
    expect(native().count(counter)).toBe(2);
    native().closeCounter(counter);
    native().closeCounter(counter);
    expect(thrownBy(() => errors.call(() => native().count(counter)))).toEqual({
      code: 'closed',
      message: 'the Counter is closed',
    });
  });

  it('of another kind, or not a handle, is refused', () => {
    for (const wrong of [native().newAbortToken(), {}, null, 7]) {
      expect(thrownBy(() => errors.call(() => native().count(wrong as Handle)))).toEqual({
        code: 'invalid-argument',
        message: 'expected a Counter handle',
      });
    }
  });
});
