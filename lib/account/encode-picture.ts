import sharp from "sharp";
import { readPicture } from "../clients/read-picture";

/** The most bytes of an uploaded file. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;

/** Pixels of a side. */
const SMALLEST_SIDE = 64;
/** Pixels of a file, which are all decoded before it is made small: what phones take has at most half as many. */
const MAX_PIXELS = 25_000_000;
/** Pixels of both sides of the result. */
const SIDE = 512;
/** Seconds that one picture may take. */
const MAX_SECONDS = 10;

/** Pictures that wait or are being made; more are refused. */
const MAX_WAITING = 8;

/** Names a sentence of the catalogue (`words.account.picture.problems`). */
export type PictureProblem = "large" | "format" | "small" | "pixels" | "broken" | "busy";

/** The media type of every result. */
export const PICTURE_TYPE = "image/jpeg";

/** Pictures are made one after the other, so that uploads leave processors and memory to others. */
let queue: Promise<unknown> = Promise.resolve();
let waiting = 0;
// Each in one thread, for the same reason.
sharp.concurrency(1);

/**
 * Makes a square JPEG of 512 pixels from an uploaded PNG, JPEG or still WebP, by decoding it and encoding its pixels
 * anew: what else the file held, such as the place where it was taken, is gone. Its size is read from its header before
 * anything is decoded.
 */
export async function encodePicture(bytes: Uint8Array): Promise<{ image: Uint8Array } | { problem: PictureProblem }> {
  if (bytes.length > MAX_PICTURE_BYTES) return { problem: "large" };
  const picture = readPicture(bytes);
  if (!picture) return { problem: "format" };
  const { width, height } = picture;
  if (width < SMALLEST_SIDE || height < SMALLEST_SIDE) return { problem: "small" };
  if (width * height > MAX_PIXELS) return { problem: "pixels" };
  if (waiting >= MAX_WAITING) return { problem: "busy" };
  waiting += 1;
  const made = queue.then(() => encode(bytes));
  queue = made;
  const image = await made;
  waiting -= 1;
  return image ? { image } : { problem: "broken" };
}

/** Null: it cannot be decoded. */
async function encode(bytes: Uint8Array): Promise<Uint8Array | null> {
  try {
    return await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1, sequentialRead: true })
      // Before the metadata that says how it was held is dropped.
      .autoOrient()
      .resize(SIDE, SIDE, { fit: "cover" })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality: 85 })
      .timeout({ seconds: MAX_SECONDS })
      .toBuffer();
  } catch {
    return null;
  }
}
