export interface BatchOptions<Item> {
  /**
   * Items with the same key never share a batch, because a single statement cannot change one row twice. Default: they
   * may.
   */
  keyOf?: (item: Item) => string;
  /** the most items of one statement */
  maxSize?: number;
  /** how many statements of this kind may run at once while they take long; otherwise there is one */
  maxInFlight?: number;
  /**
   * Sends the next statement, with half of the waiting items, before the callers of the last one continue, so that the
   * database and this process work at the same time. For statements that write, and so wait for the disk. A statement
   * that only reads is answered before this process is done with its callers, so all waiting items should share it.
   */
  overlaps?: boolean;
  /** Whether an error can be the fault of one item: then each item is tried alone. Default: nothing is tried again. */
  isItemError?: (error: unknown) => boolean;
  /** Told of every statement that has ended: its items, and the milliseconds that it took. */
  onBatch?: (items: number, milliseconds: number) => void;
}

/**
 * Milliseconds after which a statement counts as held up by a lock or a slow disk, so that others no longer wait for
 * it.
 */
const PATIENCE_MS = 25;

interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes one statement serve all callers that came while the last one was under way, so that they share its round trip
 * and its wait for the disk (group commit). Nobody waits for company: if nothing is under way, the waiting items go at
 * once. A caller is answered when the statement with its own item has been committed. When a batch is refused because
 * of its content, its items are tried one by one, so that only a bad item fails. Nobody waits behind a statement that
 * is held up.
 *
 * @param run runs a statement for several items, all or nothing; answers in their order
 */
export function createBatcher<Item, Answer>(
  run: (items: Item[]) => Promise<Answer[]>,
  {
    keyOf,
    maxSize = 64,
    maxInFlight = 4,
    overlaps = false,
    isItemError = () => false,
    onBatch,
  }: BatchOptions<Item> = {},
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let inFlight = 0;
  let lastStart = 0;
  let isScheduled = false;
  let isTimed = false;

  function schedule(): void {
    if (isScheduled || waiting.length === 0 || inFlight >= maxInFlight) return;
    if (inFlight > 0 && performance.now() - lastStart < PATIENCE_MS) {
      if (!isTimed) setTimeout(lookAgain, PATIENCE_MS);
      isTimed = true;
      return;
    }
    isScheduled = true;
    // Runs after the requests that have already arrived were read, so that requests of the same moment go together.
    setImmediate(() => {
      isScheduled = false;
      start(maxSize);
    });
  }

  /** @param most the most items that go now */
  function start(most: number): void {
    const batch = take(most);
    lastStart = performance.now();
    inFlight += 1;
    void carryOut(batch);
    schedule();
  }

  function finish(answered: number): void {
    inFlight -= 1;
    const isNext = overlaps && inFlight === 0 && waiting.length > 0 && !isScheduled;
    if (isNext) start(Math.ceil((answered + waiting.length) / 2));
    else schedule();
  }

  function lookAgain(): void {
    isTimed = false;
    schedule();
  }

  function take(most: number): Waiting<Item, Answer>[] {
    const size = Math.min(most, maxSize);
    const keys = new Set<string>();
    const batch: Waiting<Item, Answer>[] = [];
    const passedOver: Waiting<Item, Answer>[] = [];
    let looked = 0;
    // Does not look at all waiting items: with many waiting, each statement would cost as much as all those behind it.
    for (; looked < waiting.length && batch.length < size && passedOver.length < maxSize; looked += 1) {
      const each = waiting[looked];
      if (each === undefined) break;
      const key = keyOf?.(each.item);
      const fits = key === undefined || !keys.has(key);
      if (fits && key !== undefined) keys.add(key);
      (fits ? batch : passedOver).push(each);
    }
    waiting = [...passedOver, ...waiting.slice(looked)];
    return batch;
  }

  async function carryOut(batch: Waiting<Item, Answer>[]): Promise<void> {
    const startedAt = onBatch && performance.now();
    const answers = await attempt(batch);
    finish(batch.length);
    if (startedAt !== undefined) onBatch?.(batch.length, performance.now() - startedAt);
    for (const [index, { resolve, reject }] of batch.entries()) {
      const answer = answers[index];
      if (answer?.status === "fulfilled") resolve(answer.value);
      else reject(answer?.reason);
    }
  }

  async function attempt(batch: Waiting<Item, Answer>[]): Promise<PromiseSettledResult<Answer>[]> {
    try {
      const answers = await run(batch.map(({ item }) => item));
      if (answers.length !== batch.length) throw new Error("A statement answered for some of its items only.");
      return answers.map((value) => ({ status: "fulfilled", value }));
    } catch (reason) {
      if (batch.length === 1 || !isItemError(reason)) return batch.map(() => ({ status: "rejected", reason }));
      const answers: PromiseSettledResult<Answer>[] = [];
      for (const each of batch) answers.push(...(await attempt([each])));
      return answers;
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
