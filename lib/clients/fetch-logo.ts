import type { z } from "zod";
import { recordEvent } from "../db/audit/events";
import { keepRequest } from "../db/clients/client-requests";
import { isLogoWanted, logoErrandSchema, storeFetchedLogo } from "../db/clients/logos";
import { type GuardedDownload, SafeFetchError } from "../http/safe-fetch";
import { MAX_LOGO_BYTES, toStoredLogo } from "./client-logo";
import { readPicture } from "./read-picture";

/** Pixels of a side. A logo that a client uses everywhere was not made for us, so it need not be square. */
const sideRange = { min: 16, max: 2048 } as const;

/** The longer side divided by the shorter one, at most: more would look like a line. */
const MAX_RATIO = 4;

/** The logo could not be read. */
export class LogoError extends Error {
  override name = "LogoError";

  /** @param isFinal another try would get the same result */
  constructor(
    message: string,
    readonly isFinal: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Fetches the picture at a client's `logo_uri` and stores it, so that people's browsers never contact the client's
 * host. A final failure leaves an event, which the client's developers see in the console.
 * @param payload of the job
 * @param options.isLastTry a failure is final
 * @throws {LogoError}
 * @see RFC 7591 §2, §5
 */
export async function fetchLogo(
  payload: Record<string, unknown>,
  { download, isLastTry }: { download: GuardedDownload; isLastTry: boolean },
): Promise<void> {
  const errand = logoErrandSchema.parse(payload);
  if (!(await isLogoWanted(errand))) return;
  try {
    await storeFetchedLogo(errand, await readLogo(errand, download));
  } catch (error) {
    if (!(error instanceof LogoError)) throw error;
    if (error.isFinal || isLastTry) {
      const { clientId, logoUri } = errand;
      const data = { description: error.message, logoUri };
      const event = { type: "client.logo_failed", outcome: "failed", clientId, data } as const;
      keepRequest(event, null);
      await recordEvent(event, "job");
    }
    throw error;
  }
}

async function readLogo({ logoUri }: z.infer<typeof logoErrandSchema>, download: GuardedDownload) {
  if (new URL(logoUri).protocol !== "https:") throw new LogoError("logo_uri is not an https address.", true);
  const { status, mediaType, bytes } = await download(logoUri, {
    headers: { accept: "image/png, image/jpeg, image/webp" },
  })
    // It may be away for a while, or too large for now.
    .catch((cause: unknown) => {
      if (!(cause instanceof SafeFetchError)) throw cause;
      throw new LogoError(cause.message, false, { cause });
    });
  if (status !== 200) throw new LogoError(`logo_uri answers with status ${status}.`, false);
  if (!mediaType.startsWith("image/")) throw new LogoError("logo_uri does not answer with a picture.", true);
  const picture = readPicture(bytes);
  if (!picture) throw new LogoError("The picture is not a PNG, a JPEG or a still WebP.", true);
  if (bytes.length > MAX_LOGO_BYTES) throw new LogoError(`The picture has more than ${MAX_LOGO_BYTES} bytes.`, true);
  const [short = 0, long = 0] = [picture.width, picture.height].sort((a, b) => a - b);
  if (short < sideRange.min || long > sideRange.max || long > short * MAX_RATIO) {
    const sides = `${picture.width} by ${picture.height} pixels`;
    throw new LogoError(
      `The picture has ${sides}: ${sideRange.min} to ${sideRange.max} are taken, and no side ${MAX_RATIO} times the other.`,
      true,
    );
  }
  return toStoredLogo(bytes, picture);
}
