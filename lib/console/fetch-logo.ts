import type { z } from "zod";
import { recordEvent } from "../db/audit-events";
import { isLogoWanted, logoErrandSchema, storeFetchedLogo } from "../db/client-logos";
import { type GuardedDownload, SafeFetchError } from "../http/safe-fetch";
import { maxLogoBytes, toStoredLogo } from "./client-logo";
import { logoFailedType } from "./explain-refusal";
import { readPicture } from "./read-picture";

/** Pixels of a side. What a client shows everywhere was not drawn for us: it need not be square. */
const sideRange = { min: 16, max: 2048 } as const;

/** The longer side over the shorter one, at most: more would be a line in the box that people see. */
const maxRatio = 4;

/** A logo that could not be read. */
export class LogoError extends Error {
  override name = "LogoError";

  /** @param isFinal the next try would find the same */
  constructor(
    message: string,
    readonly isFinal: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Reads the picture at a client's `logo_uri` and keeps it, so that people's browsers never ask the client's host.
 * Whoever gives up leaves an event, which the client's developers read in the console.
 * @param payload of the job
 * @param options.isLastTry a failure is the end of it
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
      await recordEvent(
        {
          type: logoFailedType,
          outcome: "failed",
          clientId: errand.clientId,
          data: { description: error.message, logoUri: errand.logoUri },
        },
        "job",
      );
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
  if (!picture) throw new LogoError("The picture is no PNG, no JPEG and no still WebP.", true);
  if (bytes.length > maxLogoBytes) throw new LogoError(`The picture has more than ${maxLogoBytes} bytes.`, true);
  const [short = 0, long = 0] = [picture.width, picture.height].sort((a, b) => a - b);
  if (short < sideRange.min || long > sideRange.max || long > short * maxRatio) {
    const sides = `${picture.width} by ${picture.height} pixels`;
    throw new LogoError(
      `The picture has ${sides}: ${sideRange.min} to ${sideRange.max} are taken, and no side ${maxRatio} times the other.`,
      true,
    );
  }
  return toStoredLogo(bytes, picture);
}
