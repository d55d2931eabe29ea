import { type DirectoryActor, toDirectoryActor } from "../auth/actor";
import { countTry, limitAddress, rateLimitRules } from "../auth/rate-limit";
import type { ActSource } from "../db/audit/events";
import { type Directory, findDirectoryByToken } from "../db/people/directories";
import { hashSecret } from "../oauth/secrets";

/** A directory whose token was checked for this request. */
export interface OpenDirectory {
  directory: Directory;
  actor: DirectoryActor;
}

/** `wait`: too many requests, from this directory or with wrong tokens from this address; seconds. */
export type DirectoryEntrance =
  | { kind: "open"; open: OpenDirectory }
  | { kind: "unknown" }
  | { kind: "wait"; seconds: number };

/** Lets a directory in by the token that it sent. */
export async function enterByToken(token: string, source: ActSource, now: Date): Promise<DirectoryEntrance> {
  const directory = await findDirectoryByToken(hashSecret(token), now);
  const address = typeof source === "string" ? null : source.ipAddress;
  const { directoryRequests: rule, directoryTokenByAddress } = rateLimitRules;
  const limits = directory
    ? [{ rule, subject: directory.directoryId }]
    : limitAddress(directoryTokenByAddress, address);
  const wait = await countTry(limits, now);
  if (wait !== null) return { kind: "wait", seconds: wait };
  if (!directory) return { kind: "unknown" };
  return { kind: "open", open: { directory, actor: toDirectoryActor(directory.directoryId, source) } };
}
