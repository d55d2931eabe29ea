import { toActor } from "../auth/actor";
import { findCurrentUser } from "../auth/current-user";
import { sourceOf } from "../http/act-source";
import { answerFile } from "../http/kept-file";
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
  return answerFile(logo && { content: logo.image, mediaType: logo.mediaType }, {
    cacheControl: logo?.isPublic ? "public, max-age=3600" : "private, no-store",
    resourcePolicy: "same-origin",
  });
}
