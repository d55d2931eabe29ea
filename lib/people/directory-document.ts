import { z } from "zod";
import type { Directory, DirectorySettings, ListedDirectory } from "../db/people/directories";
import { getScimAddress } from "./directories";

const text = z.string().max(2_000);
const texts = z.array(text).max(100);

/** A new directory, as the HTTP API and the command line take it. The use case checks the values. */
export const directoryBody = z.strictObject({
  name: text,
  /** of mail addresses: those there count as proved */
  domains: texts.default([]),
  /** whether new people get a mail */
  invites: z.boolean().default(false),
  /** whether the directory may take accounts that there are, at these domains */
  links_existing: z.boolean().default(false),
});

/** What can be changed of one. What is left out stays. */
export const directoryChangesBody = z.strictObject({
  name: text.optional(),
  domains: texts.optional(),
  invites: z.boolean().optional(),
  links_existing: z.boolean().optional(),
});

export type DirectoryBody = z.infer<typeof directoryBody>;

/** As the use case takes it. */
export function readDirectoryBody({ links_existing: linksExisting, ...rest }: DirectoryBody): DirectorySettings {
  return { ...rest, linksExisting };
}

/** The same for changes. */
export function readDirectoryChanges({ links_existing, ...rest }: z.infer<typeof directoryChangesBody>): {
  [Key in keyof DirectorySettings]?: DirectorySettings[Key] | undefined;
} {
  return { ...rest, linksExisting: links_existing };
}

/** A directory as programs read it, without its tokens' values. */
export function toDirectoryDocument(directory: Directory & Partial<Pick<ListedDirectory, "tokens">>) {
  const { directoryId: id, name, domains, invites, linksExisting, createdAt, tokens } = directory;
  const shown = tokens?.map((token) => ({
    created_at: token.createdAt.toISOString(),
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    expires_at: token.expiresAt?.toISOString() ?? null,
  }));
  return {
    id,
    name,
    base_url: getScimAddress(),
    domains,
    invites,
    links_existing: linksExisting,
    created_at: createdAt.toISOString(),
    ...(shown && { tokens: shown }),
  };
}
