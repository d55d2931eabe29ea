import { createHash } from "node:crypto";
import { recordEvent } from "../db/audit-events";
import { type ClientLogo, findClientLogo, type NewClientLogo, setClientLogo } from "../db/client-logos";
import { updateClient } from "../db/clients";
import { type Actor, findActor, findManagedClient } from "./authorise";
import { type Picture, readPicture } from "./read-picture";
import { done, type ProblemKey, type Result, refused } from "./result";

/** Bytes of a logo at most. */
export const maxLogoBytes = 256 * 1024;

/** Pixels of a side. */
const sideRange = { min: 64, max: 1024 } as const;

/** What is wrong with an uploaded logo: it must be a square picture, whatever its name says. */
export function findLogoProblem(bytes: Uint8Array): ProblemKey | null {
  if (bytes.length > maxLogoBytes) return "logo_large";
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
 * Sets the logo, or takes it away with null, and the `logo_uri` that it may have come from with it. People see it once the client is verified; a logo that its owner changes
 * after that was not looked at, so the client goes back to review.
 */
export async function changeLogo(actor: Actor, clientId: string, image: Uint8Array | null): Promise<Result<null>> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return refused("not_found");
  const problem = image && findLogoProblem(image);
  if (problem) return refused(problem, { fields: { logo: problem } });
  const picture = image && readPicture(image);
  const logo = image && picture && toStoredLogo(image, picture);
  const before = await findClientLogo(clientId);
  if (logo ? before?.digest === logo.digest && before.sourceUri === null : !before) return done(null);
  const isReviewed = (await findActor(actor))?.isAdmin === true;
  if (!logo && client.logoUri !== null) await updateClient(clientId, { logoUri: null });
  await setClientLogo(clientId, logo, { isReviewed });
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

/** A client's logo, reviewed or not; null when it has none, or the client is not the actor's. */
export async function findLogo(actor: Actor, clientId: string): Promise<ClientLogo | null> {
  return (await findManagedClient(actor, clientId)) ? findClientLogo(clientId) : null;
}

/** The logo for whoever may see it: everybody, once the client is verified, and its owner and administrators before. */
export async function findShownLogo(actor: Actor | null, clientId: string): Promise<ClientLogo | null> {
  const logo = await findClientLogo(clientId);
  if (!logo || logo.isPublic) return logo;
  return actor && (await findManagedClient(actor, clientId)) ? logo : null;
}
