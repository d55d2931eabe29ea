import { toActor } from "../auth/actor";
import { findCurrentUser } from "../auth/current-user";
import { sourceOf } from "../http/act-source";
import { findShownLogo } from "./client-logo";

/**
 * `GET /logos/<client_id>`: the picture of a client, from this portal's own origin, so that no page asks another one.
 * Owners and administrators see it before it was reviewed.
 */
export async function handleLogo(request: Request, clientId: string): Promise<Response> {
  const user = await findCurrentUser(request);
  const logo = await findShownLogo(
    user && toActor(user, sourceOf(request)),
    clientId,
    new URL(request.url).searchParams.get("v"),
  );
  if (!logo) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(Uint8Array.from(logo.image), {
    headers: {
      "content-type": logo.mediaType,
      "content-disposition": "inline",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": logo.isPublic ? "public, max-age=3600" : "private, no-store",
    },
  });
}
