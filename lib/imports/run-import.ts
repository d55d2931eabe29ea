import { rm } from "node:fs/promises";
import { type Actor, findAdministrator } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { readAuth0User } from "./auth0";
import { CSV_COLUMNS, readCsvPerson } from "./csv-people";
import { readCsv } from "./csv-rows";
import { readDoorkeeperCsv, readDoorkeeperRow, type StoredSecrets } from "./doorkeeper";
import { type Entry, ImportFileError, type ImportSource } from "./entry";
import { HYDRA_LISTS, readHydraClient } from "./hydra";
import { importApp } from "./import-app";
import { PeopleImport, type PeopleOptions, type PersonEntry } from "./import-people";
import { readJson } from "./json-entries";
import { KEYCLOAK_LISTS, readKeycloak } from "./keycloak";
import { putBack } from "./put-back";
import { readText } from "./read-text";
import { type Outcome, Report } from "./report";

export interface ImportOrder extends PeopleOptions {
  file: string;
  from: ImportSource;
  /** how the secrets of Doorkeeper's apps are stored; null: from another program */
  secrets: StoredSecrets | null;
  /** where it is written what was left out of each entry; must not be there yet */
  report: string;
}

export interface ImportResult {
  /** what became of how many entries, and how many have each note, by name */
  counts: Record<string, number>;
  /** the file that says which; null: there was nothing to say */
  report: string | null;
  /** columns of a CSV file that nothing was read from */
  unknownColumns: string[];
  /** rounds of bcrypt by which every check of a password takes longer until everybody who was imported has signed in */
  addedRounds: number;
  /** why nothing after some place of the file was read; null: all of it was */
  brokenOff: string | null;
}

/** Entries that are stored together. */
const BATCH = 200;

/** People of one file: more have to be in several, because the addresses that were read are kept to find equal ones. */
const MOST_ENTRIES = 2_000_000;

/**
 * Takes people and apps over from the file of another program. If the file breaks off, what stands before that place is there, and
 * reading the mended file again changes nothing of it. Null for those who do not administer the portal.
 * @throws {ImportFileError} when nothing of the file could be read
 */
export async function runImport(actor: Actor, order: ImportOrder, now: Date): Promise<ImportResult | null> {
  const known = await findAdministrator(actor);
  if (!known) return null;
  const people = await PeopleImport.begin(known, order, now);
  const report = await Report.create(order.report);
  const unknownColumns: string[] = [];
  let brokenOff: string | null = null;
  try {
    for await (const batch of inBatches(readEntries(order, unknownColumns))) {
      for (const outcome of await takeBatch(known, people, batch, order)) report.add(outcome);
      await report.flush();
    }
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    brokenOff = error.message;
  } finally {
    await report.close();
  }
  const { counts, isEmpty } = report;
  if (isEmpty) await rm(order.report);
  if (!order.isDry) {
    const data = { by: known.userId, from: order.from, counts, isWhole: brokenOff === null };
    await recordEvent({ type: "import.finished", outcome: brokenOff === null ? "ok" : "failed", data }, known.source);
  }
  return { counts, report: isEmpty ? null : order.report, unknownColumns, addedRounds: people.addedRounds, brokenOff };
}

/** What became of the entries of a batch, in their order. */
async function takeBatch(
  actor: Actor,
  people: PeopleImport,
  batch: readonly Entry[],
  order: ImportOrder,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const persons: PersonEntry[] = [];
  for (const entry of batch) {
    if ("person" in entry) persons.push(entry);
    else if ("app" in entry) outcomes.push(await importApp(actor, entry, order));
    else {
      const { at, leftOut: reason, email = null, clientId } = entry;
      outcomes.push({
        at,
        ...(clientId === undefined ? { email } : { clientId }),
        became: "left_out",
        reason,
        notes: [],
      });
    }
  }
  outcomes.push(...(persons.length > 0 ? await people.take(persons) : []));
  return outcomes.toSorted((one, other) => one.at - other.at);
}

async function* readEntries({ file, from, secrets }: ImportOrder, unknownColumns: string[]): AsyncGenerator<Entry> {
  const text = readText(file);
  switch (from) {
    case "keycloak":
      for await (const entry of readJson(text, KEYCLOAK_LISTS)) yield readKeycloak(entry);
      return;
    case "auth0":
      for await (const entry of readJson(text, ["users"])) yield readAuth0User(entry);
      return;
    case "hydra":
      for await (const entry of readJson(text, HYDRA_LISTS)) yield readHydraClient(entry);
      return;
    case "doorkeeper":
      if (secrets === null)
        throw new ImportFileError("Say with --secrets whether Doorkeeper hashes the secrets of apps.");
      yield* readDoorkeeper(text, secrets);
      return;
    case "csv": {
      let isFirst = true;
      for await (const row of readCsv(text)) {
        if (isFirst && row.fields) {
          isFirst = false;
          const columns = [...row.fields.keys()];
          if (!columns.includes("email")) throw new ImportFileError("The first line has no column email.");
          unknownColumns.push(...columns.filter((column) => !CSV_COLUMNS.includes(column)).slice(0, 100));
        }
        yield readCsvPerson(row);
      }
    }
  }
}

/** JSON, or CSV, whichever the text begins like. */
async function* readDoorkeeper(text: AsyncGenerator<string>, secrets: StoredSecrets): AsyncGenerator<Entry> {
  const first = await text.next();
  const head = first.done ? "" : first.value;
  const all = putBack(head, text);
  if (/^\s*[[{]/.test(head)) for await (const entry of readJson(all, [])) yield readDoorkeeperRow(entry, secrets);
  else for await (const row of readCsv(all)) yield readDoorkeeperCsv(row, secrets);
}

async function* inBatches(entries: AsyncIterable<Entry>): AsyncGenerator<Entry[]> {
  let batch: Entry[] = [];
  let read = 0;
  try {
    for await (const entry of entries) {
      read += 1;
      if (read > MOST_ENTRIES) throw new ImportFileError(`The file has more than ${MOST_ENTRIES} entries; split it.`);
      batch.push(entry);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    // What was read before the place that cannot be read is whole.
    if (error instanceof ImportFileError && batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}
