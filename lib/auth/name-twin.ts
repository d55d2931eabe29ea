import { isVerifiedLookAlike } from "@/lib/db/clients/look-alikes";
import { nameSkeleton } from "@/lib/db/clients/name-skeleton";
import type { NameTwin } from "@/lib/oauth/context";
import { getPortalName } from "@/lib/settings/portal-settings";
import { portalWords } from "./portal-words";

/**
 * Whom people could take an unverified app of this name for; null: nobody.
 * @param of the app that is renamed, and whose it is; null: a new app, or one without an owner
 * @see Unicode Technical Standard #39 §4
 */
export async function findNameTwin(
  name: string,
  of: { clientId: string | null; ownerId: string | null },
): Promise<NameTwin | null> {
  if (seemsToBePortal(name, await getPortalName())) return "portal";
  return (await isVerifiedLookAlike(name, of)) ? "verified" : null;
}

const skeletons: readonly string[] = [...new Set(portalWords.map(nameSkeleton))];

/**
 * Whether a name looks like the portal's, alone or with nothing but words by which portals speak of themselves, such as
 * "Official Portico" and "Portico-Support". Spaces and signs make no difference, and neither does a possessive, as in
 * "Portico's Support".
 */
export function seemsToBePortal(name: string, portalName: string): boolean {
  const portal = nameSkeleton(portalName);
  // The end of a word and the start of the next one can look like one letter, as in "center news".
  const byWords = (text: string) =>
    text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => (word === "" ? [] : [nameSkeleton(word)]));
  return [name, withoutPossessives(name)]
    .flatMap((text) => [nameSkeleton(text), byWords(text).join("")])
    .some((looks) => looks === portal || isMadeOfPortalWords(looks, portal));
}

/** Signs that people write or see as an apostrophe. */
const POSSESSIVE = /['’‘‛ʼʻʹˈ＇`´′]([\p{L}\p{N}$])\p{M}*(?![\p{L}\p{N}])/gu;

function withoutPossessives(name: string): string {
  return name.replace(POSSESSIVE, (all, letter: string) => (nameSkeleton(letter) === "s" ? " " : all));
}

function isMadeOfPortalWords(looks: string, portal: string): boolean {
  // Whether the first characters of the name, as many as the index, are such words; and whether the portal's name is among them.
  const plain = [true];
  const withPortal = [false];
  for (let end = 1; end <= looks.length; end += 1) {
    const endsWith = (word: string) => looks.endsWith(word, end);
    plain[end] = skeletons.some((word) => endsWith(word) && plain[end - word.length]);
    withPortal[end] =
      skeletons.some((word) => endsWith(word) && withPortal[end - word.length]) ||
      (endsWith(portal) && (plain[end - portal.length] || withPortal[end - portal.length] || false));
  }
  return withPortal[looks.length] ?? false;
}
