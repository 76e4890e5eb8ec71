import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { inProcessOfItsOwn } from '../src/simulation/in-process-of-its-own.js';
import { PolicyCheckThread, type CheckLimits } from '../src/simulation/policy-check-thread.js';
import { PolicyTasks } from '../src/simulation/policy-tasks.js';
import type { PolicyTask, RunTask } from '../src/simulation/task.js';

/** As many characters as a policy may have here. */
const LONGEST = 200_000;
/** Where the programs are bundled. */
const BUNDLE = join(__dirname, '../coverage/programs');
const entryOf = (name: string) => pathToFileURL(join(BUNDLE, `${name}.js`));
const IN_FORCE = { catalog: null, owners: [] };

const policy = (more = '') => `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: checks }
rules: [{ id: low, when: pass_percentage < 90 }]
routes: [{ to: [data] }]
receivers: { data: { webhook: { url: "https://example.org/hook", secret: { env: S } } } }
${more}`;
/** Tests of as many days as they may have, as many as fit into a policy that is taken: more than anybody waits for. */
const ENDLESS = policy(
  `tests:\n${Array.from(
    { length: 200 },
    (_, i) =>
      `  - { name: t${i}, series: { dataset: d, rule: r, pass: [${'1,'.repeat(399)}1] }, expect: [{ day: 0, sent: [data] }] }`,
  ).join('\n')}`,
);

beforeAll(() => {
  execFileSync(process.execPath, [join(__dirname, 'support/bundle-programs.mjs')], { stdio: 'pipe' });
});

describe('the thread that reads policies', () => {
  const threads: PolicyCheckThread[] = [];
  const threadOf = (limits: Partial<CheckLimits> = {}) => {
    const thread = new PolicyCheckThread(entryOf('policy-check-program'), [], { timeMs: 60_000, ...limits });
    threads.push(thread);
    return thread;
  };
  afterAll(() => Promise.all(threads.map((one) => one.close())));

  it('tells what is wrong, one text after another', async () => {
    const thread = threadOf();
    const [good, bad] = await Promise.all([thread.check(policy(), IN_FORCE, 1), thread.check('x', IN_FORCE, 1)]);
    expect(good).toMatchObject({ policy: { name: 'checks', rules: 1 }, problems: [] });
    expect(bad).toMatchObject({ policy: null, problems: [{ line: 1 }] });
    await thread.assertQuick(policy());
  });

  it.each([
    ['brackets that end nowhere', ']'.repeat(LONGEST)],
    ['commas', `[${','.repeat(LONGEST - 1)}`],
    ['a hundred thousand levels', '['.repeat(LONGEST)],
  ])('gives up on %s, lets this one go on meanwhile, and reads the next', async (_name, text) => {
    const thread = threadOf();
    // It is there before time counts.
    await thread.assertQuick(policy());
    const quick = threadOf({ timeMs: 300 });
    let turns = 0;
    const ticker = setInterval(() => (turns += 1), 5);
    const refused = await quick.check(text, IN_FORCE, 1).catch((error: unknown) => error);
    clearInterval(ticker);
    expect(refused).toMatchObject({ code: 'policy-invalid' });
    expect(turns).toBeGreaterThan(10);
    expect(await thread.check(policy(), IN_FORCE, 1)).toMatchObject({ problems: [] });
  });

  it('lets so many wait and no more', async () => {
    const thread = threadOf({ most: 2 });
    const asked = [1, 2, 3].map(() => thread.assertQuick(policy()));
    const found = await Promise.allSettled(asked);
    expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(found[2]).toMatchObject({ reason: { code: 'simulation-busy' } });
  });
});

describe('a task in a process of its own', () => {
  const hooks = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
  const begun: RunTask[] = [];
  const run = (limits?: { timeMs: number; memoryMb: number }) => {
    const task = inProcessOfItsOwn({}, { entry: entryOf('simulation-program'), execArgv: [] }, limits);
    begun.push(task);
    return task;
  };
  afterAll(() => begun.forEach(({ close }) => close?.()));
  const tests = (text: string): PolicyTask => ({ kind: 'test', text, at: 0 });

  it('gives its result, or what went wrong', async () => {
    const text = policy(
      "tests: [{ name: low, series: { dataset: d, rule: '1', pass: [50] }, expect: [{ day: 0, sent: [data] }] }]",
    );
    expect(await run()(tests(text), hooks())).toMatchObject([{ name: 'low', passed: true }]);
    await expect(run()(tests('x'), hooks())).rejects.toMatchObject({ code: 'policy-invalid' });
    const simulation: PolicyTask = { kind: 'simulate', text, days: 28, at: 0 };
    await expect(run()(simulation, hooks())).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('leaves its process to the next, also where it failed, and takes another once it was ended', async () => {
    const text = policy("tests: [{ name: t, series: { dataset: d, rule: '1', pass: [1] }, expect: [{ day: 0 }] }]");
    const task = run({ timeMs: 60_000, memoryMb: 500 });
    const took = async () => {
      const start = performance.now();
      await task(tests(text), hooks());
      return performance.now() - start;
    };
    const first = await took();
    await expect(task(tests('x'), hooks())).rejects.toMatchObject({ code: 'policy-invalid' });
    expect(await took()).toBeLessThan(first / 2);
    const gone = new AbortController();
    const asked = task(tests(ENDLESS), { ...hooks(), signal: gone.signal });
    gone.abort();
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
    await took();
  });

  it('is ended when its time is over, or when nobody waits for it', async () => {
    const limits = { timeMs: 1500, memoryMb: 500 };
    await expect(run(limits)(tests(ENDLESS), hooks())).rejects.toMatchObject({ code: 'simulation-too-large' });
    const gone = new AbortController();
    const asked = run()(tests(ENDLESS), { ...hooks(), signal: gone.signal });
    gone.abort();
    await expect(asked).rejects.toMatchObject({ code: 'aborted' });
  });

  it('is ended where it needs too much memory', async () => {
    const limits = { timeMs: 60_000, memoryMb: 20 };
    await expect(run(limits)(tests(ENDLESS), hooks())).rejects.toMatchObject({ code: 'simulation-too-large' });
  });
});

describe('tasks that are asked for', () => {
  const task = (text: string): PolicyTask => ({ kind: 'test', text, at: 0 });
  const signal = () => new AbortController().signal;

  /** Tasks that end when they are told to. */
  function controlled(limits = {}) {
    const running = new Map<string, { end: (result: unknown) => void; signal: AbortSignal }>();
    const begun: string[] = [];
    const tasks = new PolicyTasks(
      ({ text }, hooks) =>
        new Promise((resolve, reject) => {
          begun.push(text);
          hooks.onProgress({ done: 1, total: 2 });
          hooks.signal.addEventListener('abort', () => reject(new Error('given up')));
          running.set(text, { end: resolve, signal: hooks.signal });
        }),
      { waitMs: 20, ...limits },
    );
    return { tasks, running, begun };
  }

  it('are answered before they are done, and again when the same is asked', async () => {
    const { tasks, running, begun } = controlled();
    expect(await tasks.ask(task('a'), '', signal())).toEqual({ state: 'running', progress: { done: 1, total: 2 } });
    running.get('a')!.end(['result']);
    expect(await tasks.ask({ ...task('a'), at: 5 }, '', signal())).toEqual({ state: 'done', result: ['result'] });
    expect(begun).toEqual(['a']);
    // What the result depends on is another: it is done anew.
    await tasks.ask(task('a'), 'another policy', signal());
    expect(begun).toEqual(['a', 'a']);
  });

  it('are done one at a time, and so many wait and no more', async () => {
    const { tasks, running, begun } = controlled({ most: 1 });
    await tasks.ask(task('a'), '', signal());
    await tasks.ask(task('b'), '', signal());
    await expect(tasks.ask(task('c'), '', signal())).rejects.toMatchObject({ code: 'simulation-busy' });
    expect(begun).toEqual(['a']);
    running.get('a')!.end([]);
    await tasks.ask(task('b'), '', signal());
    expect(begun).toEqual(['a', 'b']);
  });

  it('are given up when nobody asks for them any longer, and begun anew when somebody does', async () => {
    const { tasks, running, begun } = controlled({ patienceMs: 20 });
    await tasks.ask(task('a'), '', signal());
    const { signal: first } = running.get('a')!;
    expect(first.aborted).toBe(false);
    await sleep(60);
    expect(first.aborted).toBe(true);
    await tasks.ask(task('a'), '', signal());
    expect(begun).toEqual(['a', 'a']);
  });

  it('end at once with the only one who waits for them', async () => {
    const { tasks, running } = controlled({ waitMs: 60_000 });
    const gone = new AbortController();
    const asked = tasks.ask(task('a'), '', gone.signal);
    await sleep(10);
    gone.abort();
    await asked;
    expect(running.get('a')!.signal.aborted).toBe(true);
  });
});
