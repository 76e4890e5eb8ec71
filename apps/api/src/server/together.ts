/** Answers some questions at once: answer i is that of question i. */
type AnswerAll<Q, A> = (questions: readonly Q[]) => readonly A[] | Promise<readonly A[]>;

interface Asked<Q, A> {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers together what is asked for in one turn of the event loop, so that what an answer costs beside itself is paid once, not by
 * every request. Nobody waits for others to come: the answers are made as soon as all that had arrived is read. As long as some are
 * being made, what comes meanwhile waits for them, and is then answered together.
 */
export class Together<Q, A> {
  readonly #answerAll: AnswerAll<Q, A>;
  readonly #most: number;
  #waiting: Asked<Q, A>[] = [];
  #isBusy = false;

  /** @param most questions that are answered at once. */
  constructor(answerAll: AnswerAll<Q, A>, most: number) {
    this.#answerAll = answerAll;
    this.#most = most;
  }

  /** The answer to a question; an error in making the answers is that of all who asked. */
  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (this.#isBusy) return;
      this.#isBusy = true;
      setImmediate(() => void this.#answer());
    });
  }

  async #answer(): Promise<void> {
    const asked = this.#waiting.splice(0, this.#most);
    try {
      const answers = await this.#answerAll(asked.map(({ question }) => question));
      asked.forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
    this.#isBusy = this.#waiting.length > 0;
    if (this.#isBusy) setImmediate(() => void this.#answer());
  }
}
