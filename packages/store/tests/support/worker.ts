import { JobQueue, openDatabase } from '../../src/index.js';

const [work, folder, first, count] = process.argv.slice(2) as [string, string, string, string];

/** Opens the database and holds it until its input ends, or a signal comes that ends it as Ctrl-C ends a program. */
async function hold(): Promise<void> {
  const database = await openDatabase({ folder });
  process.on('SIGINT', () => process.exit(130));
  process.stdout.write('open\n');
  await new Promise((resolve) => process.stdin.on('end', resolve).resume());
  await database.close();
}

/** Opens the database, again where its server is killed in the middle of that. */
async function openAgain() {
  for (;;) {
    try {
      return await openDatabase({ folder });
    } catch (cause) {
      if ((cause as { code?: string }).code !== 'store-lost') throw cause;
    }
  }
}

/** Inserts numbers, each in a transaction of its own, and prints those that are certainly there. */
async function insert(): Promise<void> {
  const database = await openAgain();
  for (let number = Number(first); number < Number(first) + Number(count); ) {
    try {
      await database.transaction((client) => client.query('INSERT INTO numbers VALUES ($1)', [number]));
      process.stdout.write(`${number}\n`);
      number += 1;
    } catch (cause) {
      const { code, cause: inner } = cause as { code?: string; cause?: { code?: string } };
      // It may have been there already when the server ended, before that could be told.
      if (inner?.code === '23505') number += 1;
      else if (code !== 'store-lost') throw cause;
    }
  }
  await database.close();
}

/** Takes the first job of a kind and never ends it. */
async function take(): Promise<void> {
  const database = await openDatabase({ folder });
  const queue = await JobQueue.open(database, [first], { times: { pollSeconds: 0.5 } });
  const forever = new AbortController().signal;
  await queue.work(
    new Map([
      [
        first,
        async ({ key }) => {
          process.stdout.write(`${key}\n`);
          await new Promise(() => undefined);
        },
      ],
    ]),
    { signal: forever },
  );
}

/** Does jobs of some kinds, each of which leaves one row behind, until it is killed. */
async function effect(): Promise<void> {
  const database = await openDatabase({ folder });
  const kinds = first.split(',');
  const queue = await JobQueue.open(database, kinds, { times: { pollSeconds: 0.5 } });
  const handler = async ({ kind, key }: { readonly kind: string; readonly key: string }) => {
    const values = [`${kind} ${key}`, process.pid];
    await database.withClient((client) => client.query('INSERT INTO effects VALUES ($1, $2)', values));
  };
  process.stdout.write('at work\n');
  await queue.work(new Map(kinds.map((kind) => [kind, handler])), { signal: new AbortController().signal });
}

if (work === 'hold') await hold();
else if (work === 'effect') await effect();
else if (work === 'take') await take();
else await insert();
