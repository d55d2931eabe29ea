import type { Actor } from "../auth/actor";
import { findAdministrator } from "../auth/actor";
import { findLogoProblem, toStoredLogo } from "../clients/client-logo";
import { readPicture } from "../clients/read-picture";
import type { ProblemKey } from "../clients/result";
import { changeSettings, resetSetting } from "./settings";

export type LogoResult = { kind: "saved" } | { kind: "forbidden" } | { kind: "refused"; problem: ProblemKey };

/**
 * Sets the portal's logo, a square PNG, JPEG or still WebP; null takes it away. It is checked and stored like the logos
 * of apps. The picture before it is deleted.
 */
export async function changePortalLogo(actor: Actor, image: Uint8Array | null): Promise<LogoResult> {
  const known = await findAdministrator(actor);
  if (!known) return { kind: "forbidden" };
  const problem = image && findLogoProblem(image);
  if (problem) return { kind: "refused", problem };
  const picture = image && readPicture(image);
  const logo = image && picture && toStoredLogo(image, picture);
  const result = await (logo
    ? changeSettings(known, { logo: logo.digest }, { picture: logo })
    : resetSetting(known, "logo", { picture: null }));
  return result.kind === "saved" ? { kind: "saved" } : { kind: "forbidden" };
}
