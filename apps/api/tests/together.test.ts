import { Together } from '../src/server/together.js';

/** Answers with the double, and keeps how many were asked at once. */
function doubling(most = 100) {
  const sizes: number[] = [];
  const together = new Together<number, number>((questions) => {
    sizes.push(questions.length);
    return Promise.resolve(questions.map((one) => 2 * one));
  }, most);
  return { together, sizes };
}

const turn = () => new Promise((done) => setImmediate(done));

describe('questions of one turn', () => {
  it('are answered at once, each with its own answer', async () => {
    const { together, sizes } = doubling();
    expect(await Promise.all([3, 1, 2, 1].map((one) => together.ask(one)))).toEqual([6, 2, 4, 2]);
    expect(await together.ask(5)).toBe(10);
    expect(sizes).toEqual([4, 1]);
  });

  it('are answered in several parts where there are more than fit', async () => {
    const { together, sizes } = doubling(2);
    expect(await Promise.all([1, 2, 3, 4, 5].map((one) => together.ask(one)))).toEqual([2, 4, 6, 8, 10]);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('share an error, and those that come later do not', async () => {
    let fails = true;
    const together = new Together<number, number>((questions) => {
      if (fails) throw new Error('lost');
      return questions;
    }, 100);
    const answers = await Promise.allSettled([together.ask(1), together.ask(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await together.ask(3)).toBe(3);
  });
});

it('questions that come while others are answered wait for them, and are answered together', async () => {
  const sizes: number[] = [];
  const ends: (() => void)[] = [];
  const together = new Together<number, number>(async (questions) => {
    sizes.push(questions.length);
    await new Promise<void>((done) => ends.push(done));
    return questions;
  }, 100);
  const first = together.ask(1);
  await turn();
  const others = [together.ask(2), together.ask(3)];
  await turn();
  expect(sizes).toEqual([1]);
  ends[0]!();
  expect(await first).toBe(1);
  await turn();
  expect(sizes).toEqual([1, 2]);
  ends[1]!();
  expect(await Promise.all(others)).toEqual([2, 3]);
});
