// Worker of the tests: copies records with ",ok" behind them; some words in a record do what bad records do.
import { serveShards, type Shard, type ShardResult } from '../../src/index.js';
import { recordBytes, recordCount } from '../../src/index.js';

/** What the tests hand to each worker. */
interface Data {
  /** Fails to start where true. */
  readonly isBroken?: boolean;
}

const DEEDS: Readonly<Record<string, () => void>> = {
  EXIT: () => process.exit(7),
  ABORT: () => process.abort(),
  THROW: () => {
    throw new Error('this record is poison');
  },
  MEMORY: () => {
    // Small pieces: V8 ends a thread that is near its limit, but not within the allocation of a large one.
    const hoard: object[] = [];
    for (;;) hoard.push({ size: hoard.length, text: `piece ${hoard.length}` });
  },
};

serveShards((data: Data) => {
  if (data.isBroken === true) throw new Error('there is no model');
  return (shard: Shard): ShardResult => {
    const faulty = new Set(shard.faults.map(({ at }) => at));
    const texts: string[] = [];
    for (let at = 0; at < recordCount(shard); at += 1) {
      if (faulty.has(at)) continue;
      const text = Buffer.from(recordBytes(shard, at)).toString('utf8');
      for (const [word, deed] of Object.entries(DEEDS)) if (text.includes(word)) deed();
      texts.push(`${text},ok\n`);
    }
    return { output: new Uint8Array(Buffer.from(texts.join(''))), rows: texts.length, rejected: [] };
  };
});
