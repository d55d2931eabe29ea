import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { ImportFileError } from "./entry";
import { putBack } from "./put-back";

async function* readBytes(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Buffer;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ImportFileError(`The file ${file} cannot be read: ${code ?? message}.`, { cause: error });
  }
}

async function* unzip(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { Readable } = await import("node:stream");
  const source = Readable.from(chunks);
  const unzipped = createGunzip();
  source.once("error", (error) => unzipped.destroy(error));
  try {
    for await (const chunk of source.pipe(unzipped)) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof ImportFileError) throw error;
    throw new ImportFileError(`The file ${file} is packed, and cannot be unpacked to its end.`, { cause: error });
  } finally {
    source.destroy();
  }
}

async function peek(chunks: AsyncGenerator<Buffer>): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return { head, all: putBack(head, chunks) };
}

/** What the first bytes say of the rest. @see Unicode Standard 23.8, "Byte Order Mark" */
function findEncoding(head: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/**
 * The text of a file, piece by piece, however large it is: UTF-8, or UTF-16 if it begins with a byte order mark, packed by
 * gzip or not.
 * @throws {ImportFileError} when it cannot be read, or is no text
 */
export async function* readText(file: string): AsyncGenerator<string> {
  const bytes = await peek(readBytes(file));
  const isPacked = bytes.head[0] === 0x1f && bytes.head[1] === 0x8b;
  const { head, all } = isPacked ? await peek(unzip(file, bytes.all)) : bytes;
  const encoding = findEncoding(head);
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of all) {
      const text = decoder.decode(chunk, { stream: true });
      if (text) yield text;
    }
    decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ImportFileError(`The file ${file} is not text in ${encoding.toUpperCase()}.`, { cause: error });
  }
}
