import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { ImportFileError, type LeftOut, type Note } from "./entry";

/** What became of an entry of the file. */
export interface Outcome {
  at: number;
  /** as it is stored; null: the entry has none that can be */
  email?: string | null;
  /** of an app */
  clientId?: string;
  became:
    | "created"
    /** it was there, and the file says nothing new about it */
    | "unchanged"
    /** it was there, and the file says something else about `members`, which stay as they are */
    | "differs"
    /** it was there, and `members` are now as the file says */
    | "updated"
    | "left_out";
  reason?: LeftOut;
  /** a sentence that says more about it */
  why?: string;
  members?: string[];
  notes: Note[];
}

/** What became of the entries of a file: how many, and for each of which something was left out, a line of JSON in a file. */
export class Report {
  readonly #file: WriteStream;
  readonly #counts = new Map<string, number>();
  #lines = "";
  isEmpty = true;

  private constructor(file: WriteStream) {
    this.#file = file;
  }

  /** @throws {ImportFileError} when the file cannot be made, or is there already */
  static async create(path: string): Promise<Report> {
    // It names people, so nobody else may read it.
    const file = createWriteStream(path, { flags: "wx", mode: 0o600 });
    try {
      await once(file, "open");
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === "EEXIST" ? "it is there already" : (code ?? message);
      throw new ImportFileError(`The report ${path} cannot be written: ${why}.`, { cause: error });
    }
    return new Report(file);
  }

  get counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].toSorted());
  }

  add({ at, email, clientId, became, reason, why, members, notes }: Outcome): void {
    for (const name of [
      clientId === undefined ? became : `app_${became}`,
      ...(reason ? [reason] : []),
      ...new Set(notes),
    ]) {
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
    if ((became === "created" || became === "unchanged") && notes.length === 0) return;
    this.isEmpty = false;
    this.#lines += `${JSON.stringify({ at, email, client_id: clientId, became, reason, why, members, ...(notes.length > 0 && { notes }) })}\n`;
  }

  /** Hands the lines to the file, and waits while it takes no more. */
  async flush(): Promise<void> {
    const lines = this.#lines;
    this.#lines = "";
    if (lines !== "" && !this.#file.write(lines)) await once(this.#file, "drain");
  }

  async close(): Promise<void> {
    await this.flush();
    this.#file.end();
    await finished(this.#file);
  }
}
