import { createHash } from "node:crypto";
import type { Actor } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { type ClientLogo, findClientLogo, type NewClientLogo, setClientLogo } from "../db/clients/logos";
import { type ManagedClient, SeenClient } from "./managed-client";
import { type Picture, readPicture } from "./read-picture";
import { done, type ProblemKey, type Result, refused } from "./result";
import { tellAdministrators } from "./tell-administrators";

/** The most bytes of a logo. */
export const MAX_LOGO_BYTES = 256 * 1024;

/** Pixels of a side. */
const sideRange = { min: 64, max: 1024 } as const;

/** What is wrong with an uploaded logo. It must be a square picture, whatever its file name says. */
export function findLogoProblem(bytes: Uint8Array): ProblemKey | null {
  if (bytes.length > MAX_LOGO_BYTES) return "logo_large";
  const picture = readPicture(bytes);
  if (!picture) return "logo_format";
  const { width, height } = picture;
  return width === height && width >= sideRange.min && width <= sideRange.max ? null : "logo_sides";
}

/** A picture as it is stored. */
export function toStoredLogo(image: Uint8Array, { mediaType }: Picture): NewClientLogo {
  return { image, mediaType, digest: createHash("sha256").update(image).digest("base64url") };
}

/**
 * Sets the logo; null removes it, together with the `logo_uri` that it may have come from. People see it once the
 * client is verified. A logo that its owner sets after that waits for review, and people still see the previous one.
 */
export async function changeLogo(
  { actor, client, clientId }: ManagedClient,
  image: Uint8Array | null,
): Promise<Result<null>> {
  const problem = image && findLogoProblem(image);
  if (problem) return refused(problem, { fields: { logo: problem } });
  const picture = image && readPicture(image);
  const logo = image && picture && toStoredLogo(image, picture);
  const [before, waiting] = await Promise.all([
    findClientLogo(clientId),
    findClientLogo(clientId, { isPending: true }),
  ]);
  const newest = waiting ?? before;
  if (logo ? newest?.digest === logo.digest && newest.sourceUri === null : !newest) return done(null);
  const stored = await setClientLogo(clientId, logo, { isReviewed: actor.isAdmin });
  if (stored === null) return refused("not_found");
  if (stored.beginsToWait) await tellAdministrators(client, "changes");
  await recordEvent(
    {
      type: "client.changed",
      outcome: "ok",
      clientId,
      userId: actor.userId,
      data: { members: ["logo"] },
    },
    actor.source,
  );
  return done(null);
}

/** A client's newest logo, reviewed or not; null when it has none. */
export async function findLogo({ clientId }: SeenClient): Promise<ClientLogo | null> {
  return (await findClientLogo(clientId, { isPending: true })) ?? (await findClientLogo(clientId));
}

/**
 * The logo, for those who may see it: everybody once the client is verified, before that whoever works on it, and administrators.
 * @param version the start of the wanted logo's digest; a waiting logo is shown only to requests that name it
 */
export async function findShownLogo(
  actor: Actor | null,
  clientId: string,
  version: string | null = null,
): Promise<ClientLogo | null> {
  const waiting = version ? await findClientLogo(clientId, { isPending: true }) : null;
  const isWaiting = version !== null && waiting?.digest.startsWith(version);
  const logo = isWaiting ? waiting : await findClientLogo(clientId);
  if (!logo || logo.isPublic) return logo;
  return actor && (await SeenClient.find(actor, clientId)) ? logo : null;
}
