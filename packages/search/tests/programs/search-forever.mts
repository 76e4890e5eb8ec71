// A search to be killed: prints the number of every trial that begins, and takes a moment for each.
// Usage: search-forever.mts <study> <milliseconds a trial>
import { search } from '../../src/index.js';

const [study, pause] = process.argv.slice(2);
await search(
  { x: { type: 'float', low: -5, high: 5 }, y: { type: 'int', low: 0, high: 40 } },
  async ({ x, y }, { number }) => {
    process.stdout.write(`${number}\n`);
    await new Promise((done) => setTimeout(done, Number(pause)));
    return (Number(x) - 1) ** 2 + Number(y);
  },
  { study: study!, trials: 30, window: 3, seed: 9 },
);
