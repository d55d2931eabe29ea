import { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { ImportFileError } from "./entry";
import { putBack } from "./put-back";

/** A row by the names of its columns, in lower case; null: it has another number of fields than the first row. */
export interface CsvRow {
  /** its line, or the last of its lines */
  at: number;
  fields: ReadonlyMap<string, string> | null;
}

/** The most text of a row, in characters. */
const MOST_ROW = 256 * 1024;

/** Spreadsheets of some countries write semicolons, and people copy tabs. */
const DELIMITERS = [",", ";", "\t"];

/**
 * The rows of a CSV text, of which the first names the columns.
 * @throws {ImportFileError} at the first row whose quotes do not match
 * @see RFC 4180
 */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  const iterator = text[Symbol.asyncIterator]();
  let head = "";
  while (!head.includes("\n") && head.length < MOST_ROW) {
    const { value, done } = await iterator.next();
    if (done) break;
    head += value;
  }
  const source = Readable.from(putBack(head, iterator));
  const parser = parse({
    info: true,
    delimiter: findDelimiter(head),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_ROW,
  });
  source.once("error", (error) => parser.destroy(error));
  try {
    let columns: string[] | null = null;
    for await (const { info, record } of source.pipe(parser) as AsyncIterable<{ info: Info; record: string[] }>) {
      if (columns === null) {
        columns = record.map((name) => name.trim().toLowerCase());
        const twice = columns.find((name, place) => columns?.indexOf(name) !== place);
        if (twice) throw new ImportFileError(`The first line names the column ${twice} twice.`);
        continue;
      }
      const names = columns;
      const isWhole = record.length === names.length;
      yield {
        at: info.lines,
        fields: isWhole ? new Map(record.map((value, place) => [names[place] ?? "", value])) : null,
      };
    }
    if (columns === null) throw new ImportFileError("The file is empty.");
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ImportFileError(`The file is not CSV: ${error.message}.`, { cause: error });
  } finally {
    source.destroy();
  }
}

function findDelimiter(head: string): string {
  const [line = ""] = head.split("\n");
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.toSorted((one, other) => count(other) - count(one))[0] ?? ",";
}
