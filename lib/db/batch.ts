import { isRowError } from "./sql";

export interface BatchOptions<Item> {
  /** Items of one key never share a batch: a single statement cannot change one row twice. Left out: they may. */
  keyOf?: (item: Item) => string;
  /** items of one statement at most */
  maxSize?: number;
  /** statements of this kind at once, when they take long; else there is one */
  maxInFlight?: number;
  /**
   * The next statement is on its way before the callers of the last one go on, and takes half of those who are here, so
   * that the database and this process have work at the same time. For statements that write, and so wait for the disk:
   * one that only reads is answered sooner than this process is done with its callers, and is better shared by all.
   */
  overlaps?: boolean;
}

/** Milliseconds after which a statement counts as held up, by a lock or a slow disk, and others no longer wait for it. */
const patienceMs = 25;

interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes one statement serve all callers that came while the last one was under way, so that they share its round trip
 * and its wait for the disk (group commit). Nobody waits for company: with nothing under way, whoever is there goes.
 * A caller is answered when the statement with its own item has been committed. When a batch is refused because of its
 * content, its items are tried one by one, so that a bad one fails alone. Behind a statement that is held up nobody else is.
 *
 * @param run carries out a statement for several items, all or nothing; answers in their order
 */
export function createBatcher<Item, Answer>(
  run: (items: Item[]) => Promise<Answer[]>,
  { keyOf, maxSize = 64, maxInFlight = 4, overlaps = false }: BatchOptions<Item> = {},
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let inFlight = 0;
  let lastStart = 0;
  let isScheduled = false;
  let isTimed = false;

  function schedule(): void {
    if (isScheduled || waiting.length === 0 || inFlight >= maxInFlight) return;
    if (inFlight > 0 && performance.now() - lastStart < patienceMs) {
      if (!isTimed) setTimeout(lookAgain, patienceMs);
      isTimed = true;
      return;
    }
    isScheduled = true;
    // After the requests that have arrived already were read: they come at the same moment, and go together.
    setImmediate(() => {
      isScheduled = false;
      start(maxSize);
    });
  }

  /** @param most items that go now */
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
    // Not all of them are looked at: with many waiting, each statement would cost as much as all of those behind it.
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
    const answers = await attempt(batch);
    finish(batch.length);
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
      if (batch.length === 1 || !isRowError(reason)) return batch.map(() => ({ status: "rejected", reason }));
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
