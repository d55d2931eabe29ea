import { createHash } from "node:crypto";
import { recordEvent } from "../db/audit-events";
import { findClientLogo, setClientLogo } from "../db/client-logos";
import { updateClient } from "../db/clients";
import { type Actor, findActor, findManagedClient } from "./authorise";
import { done, type ProblemKey, type Result, refused } from "./result";

/** Bytes of a logo at most. */
export const maxLogoBytes = 256 * 1024;

/** Pixels of a side. */
const sideRange = { min: 64, max: 1024 } as const;

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What is wrong with a logo: it must be a square PNG, whatever its name says. @see W3C PNG (Third Edition) §5.2, §11.2.1 */
export function findLogoProblem(bytes: Uint8Array): ProblemKey | null {
  if (bytes.length > maxLogoBytes) return "logo_large";
  const png = Buffer.from(bytes);
  const isPng = png.length > 33 && png.subarray(0, 8).equals(pngSignature) && png.toString("latin1", 12, 16) === "IHDR";
  if (!isPng) return "logo_format";
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return width === height && width >= sideRange.min && width <= sideRange.max ? null : "logo_sides";
}

/**
 * Sets the logo, or takes it away with null. People see it once the client is verified; a logo that its owner changes
 * after that was not looked at, so the client goes back to review.
 */
export async function changeLogo(actor: Actor, clientId: string, png: Uint8Array | null): Promise<Result<null>> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return refused("not_found");
  const problem = png && findLogoProblem(png);
  if (problem) return refused(problem, { fields: { logo: problem } });
  const digest = png && createHash("sha256").update(png).digest("base64url");
  if ((await findClientLogo(clientId))?.digest === (digest ?? undefined)) return done(null);
  const isAdmin = (await findActor(actor))?.isAdmin === true;
  // Before the picture: it must never be seen under a mark that was given to another.
  if (client.status === "verified" && !isAdmin) await updateClient(clientId, { status: "in_review" });
  await setClientLogo(clientId, png && digest ? { png, digest } : null);
  await recordEvent({
    type: "client.changed",
    outcome: "ok",
    clientId,
    userId: actor.userId,
    data: { members: ["logo"] },
  });
  return done(null);
}

/** The digest of a client's logo, reviewed or not; null when it has none, or the client is not the actor's. */
export async function findLogoDigest(actor: Actor, clientId: string): Promise<string | null> {
  if (!(await findManagedClient(actor, clientId))) return null;
  return (await findClientLogo(clientId))?.digest ?? null;
}

/** The logo for whoever may see it: everybody, once the client is verified, and its owner and administrators before. */
export async function findShownLogo(
  actor: Actor | null,
  clientId: string,
): Promise<{ png: Uint8Array; digest: string; isPublic: boolean } | null> {
  const logo = await findClientLogo(clientId);
  if (!logo || logo.isPublic) return logo;
  return actor && (await findManagedClient(actor, clientId)) ? logo : null;
}
