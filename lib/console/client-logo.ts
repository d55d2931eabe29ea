import { createHash } from "node:crypto";
import { recordEvent } from "../db/audit-events";
import { type ClientLogo, findClientLogo, type NewClientLogo, setClientLogo } from "../db/client-logos";
import { updateClient } from "../db/clients";
import { type Actor, findActor, findManagedClient } from "./authorise";
import { type Picture, readPicture } from "./read-picture";
import { done, type ProblemKey, type Result, refused } from "./result";
import { tellAdministrators } from "./tell-administrators";

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
 * Sets the logo, or takes it away with null, and the `logo_uri` that it may have come from with it. People see it once
 * the client is verified; one that its owner sets after that waits, while people go on to see the one before.
 */
export async function changeLogo(actor: Actor, clientId: string, image: Uint8Array | null): Promise<Result<null>> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return refused("not_found");
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
  const isReviewed = (await findActor(actor))?.isAdmin === true;
  if (!logo && client.logoUri !== null) await updateClient(clientId, { logoUri: null });
  await setClientLogo(clientId, logo, { isReviewed });
  const hasWaited = client.pendingChanges !== null;
  if (logo && client.status === "verified" && !isReviewed && !hasWaited) await tellAdministrators(client, "changes");
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

/** A client's newest logo, reviewed or not; null when it has none, or the client is not the actor's. */
export async function findLogo(actor: Actor, clientId: string): Promise<ClientLogo | null> {
  if (!(await findManagedClient(actor, clientId))) return null;
  return (await findClientLogo(clientId, { isPending: true })) ?? (await findClientLogo(clientId));
}

/**
 * The logo for whoever may see it: everybody, once the client is verified, and its owner and administrators before.
 * @param version how the digest of the wanted one begins; one that waits is shown only to those who ask for it so
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
  return actor && (await findManagedClient(actor, clientId)) ? logo : null;
}
