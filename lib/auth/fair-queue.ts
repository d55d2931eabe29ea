/** Somebody who waits. */
export interface Waiter {
  /** known to belong to a person: their browser or their session */
  isKnown: boolean;
  /** the network they come from; null: not from a network */
  network: string | null;
}

/** How many known ones go before one of the others, when both wait. */
const KNOWN_IN_A_ROW = 3;

/** Those who wait, by network, in the order of the networks' next turns. */
type Line<Job> = Map<string, Job[]>;

const nameOf = ({ network }: Waiter) => network ?? "";

function sizeOf<Job>(line: Line<Job>): number {
  let size = 0;
  for (const jobs of line.values()) size += jobs.length;
  return size;
}

/**
 * A queue in which nobody waits behind a crowd. Networks take turns, however many wait from each, and known ones go
 * first in three turns of four. When the queue is full, the largest crowd makes room.
 */
export class FairQueue<Job extends { from: Waiter }> {
  readonly #known: Line<Job> = new Map();
  readonly #others: Line<Job> = new Map();
  #knownTurns = 0;

  get size(): number {
    return sizeOf(this.#known) + sizeOf(this.#others);
  }

  push(job: Job): void {
    const line = job.from.isKnown ? this.#known : this.#others;
    const jobs = line.get(nameOf(job.from));
    if (jobs) jobs.push(job);
    else line.set(nameOf(job.from), [job]);
  }

  /** Whose turn it is. */
  shift(): Job | undefined {
    const isOthersTurn = this.#knownTurns >= KNOWN_IN_A_ROW || this.#known.size === 0;
    if (isOthersTurn && this.#others.size > 0) {
      this.#knownTurns = 0;
      return takeTurn(this.#others);
    }
    this.#knownTurns += 1;
    return takeTurn(this.#known);
  }

  /**
   * Who must leave so that the job can wait: the newest member of the largest crowd, counting the job in its own crowd.
   * Others make room for a known one, never the other way round. The job itself, if nobody else must leave.
   */
  findVictim(job: Job): Job {
    const isKnown = job.from.isKnown;
    const line = isKnown && this.#others.size > 0 ? this.#others : isKnown ? this.#known : this.#others;
    const own = line === this.#others && isKnown ? 0 : (line.get(nameOf(job.from))?.length ?? 0) + 1;
    const [largest] = [...line.values()].toSorted((one, other) => other.length - one.length);
    return largest !== undefined && largest.length > own ? (largest.at(-1) ?? job) : job;
  }

  remove(job: Job): void {
    for (const line of [this.#known, this.#others]) {
      const jobs = line.get(nameOf(job.from));
      const at = jobs?.indexOf(job) ?? -1;
      if (!jobs || at < 0) continue;
      jobs.splice(at, 1);
      if (jobs.length === 0) line.delete(nameOf(job.from));
    }
  }

  /** Empties the queue. */
  clear(): Job[] {
    const jobs = [...this.#known.values(), ...this.#others.values()].flat();
    this.#known.clear();
    this.#others.clear();
    return jobs;
  }
}

/** The first of the network whose turn it is; that network goes to the end of the line. */
function takeTurn<Job>(line: Line<Job>): Job | undefined {
  const [turn] = line;
  if (!turn) return undefined;
  const [name, jobs] = turn;
  const job = jobs.shift();
  line.delete(name);
  if (jobs.length > 0) line.set(name, jobs);
  return job;
}
