import { randomBytes } from "node:crypto";
import { countTry, rateLimitRules } from "../auth/rate-limit";
import { recordEvent } from "../db/audit/events";
import { findPicture, setPicture } from "../db/people/pictures";
import { findAccountClaims } from "../db/people/profiles";
import { answerFile, FOREVER } from "../http/kept-file";
import type { ActingPerson, Person } from "./connected-apps";
import { encodePicture, PICTURE_TYPE, type PictureProblem } from "./encode-picture";

export type PictureResult =
  | { kind: "saved" }
  | { kind: "refused"; problem: PictureProblem }
  | { kind: "limited"; seconds: number };

/** Stores a person's picture, at an address that is new with each picture. */
export async function saveOwnPicture(
  { userId, source }: ActingPerson,
  file: Uint8Array,
  now: Date,
): Promise<PictureResult> {
  const seconds = await countTry([{ rule: rateLimitRules.pictureByAccount, subject: userId }], now);
  if (seconds !== null) return { kind: "limited", seconds };
  const encoded = await encodePicture(file);
  if ("problem" in encoded) return { kind: "refused", problem: encoded.problem };
  const key = randomBytes(16).toString("base64url");
  await setPicture(userId, { key, image: encoded.image, mediaType: PICTURE_TYPE }, now);
  await recordEvent({ type: "profile.changed", outcome: "ok", userId }, source);
  return { kind: "saved" };
}

/** Removes a person's picture, and the link to one elsewhere that the account may hold. */
export async function removeOwnPicture({ userId, source }: ActingPerson, now: Date): Promise<void> {
  await setPicture(userId, null, now);
  await recordEvent({ type: "profile.changed", outcome: "ok", userId }, source);
}

/** The link to a picture elsewhere that an account may hold from before, or by its import; null: none. */
export async function findPictureElsewhere({ userId }: Person): Promise<string | null> {
  const { picture } = await findAccountClaims(userId);
  return typeof picture === "string" && picture !== "" ? picture : null;
}

/**
 * `GET /pictures/<key>`: a person's picture, for everybody who was told its address. Apps show it on their own pages.
 * It never changes: another picture has another address.
 */
export async function handlePicture(key: string): Promise<Response> {
  const picture = await findPicture(key);
  const file = picture && { content: picture.image, mediaType: picture.mediaType };
  return answerFile(file, { cacheControl: FOREVER, resourcePolicy: "cross-origin" });
}
