import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { ownFile } from "../../own-files.mjs";
import type { Framework } from "../frameworks";

/** The guides by the last word of their address, in the order of their links, with the framework that each is for. */
export const GUIDES = {
  nextjs: "authjs",
  express: "expressOpenid",
  flask: "flask",
  go: "go",
  spring: "spring",
  "oauth2-proxy": "oauth2Proxy",
  react: "react",
} as const satisfies Record<string, Framework>;

export type GuideName = keyof typeof GUIDES;

/** The names of all guides, in the same order. */
export const GUIDE_NAMES = Object.keys(GUIDES) as GuideName[];

/** What a page shows of a program's `client.json`; `npm run interop` reads the rest of it too. */
const programSchema = z.object({
  install: z.object({
    with: z.enum(["npm", "pip", "go", "maven"]),
    packages: z.array(z.string()).min(1),
    command: z.string().optional(),
  }),
  start: z.array(z.string()).min(1),
  registration: z.object({
    redirectPath: z.string(),
    scopes: z.array(z.string()).default([]),
  }),
});

/** How a program is installed, started and registered. */
export type Program = z.infer<typeof programSchema>;

/** A program that signs people in, as it stands in `guides/`. `npm run interop` runs just these files. */
export interface Guide extends Program {
  name: GuideName;
  /** paths in the program's folder */
  files: { path: string; code: string }[];
}

const DESCRIPTION = "client.json";
const known = new Map<GuideName, Promise<Guide>>();

/** The guide for what an address names; null if there is none. */
export async function findGuide(name: string): Promise<Guide | null> {
  const wanted = GUIDE_NAMES.find((each) => each === name);
  if (wanted === undefined) return null;
  const kept = known.get(wanted);
  if (kept) return kept;
  const reading = readGuide(wanted);
  known.set(wanted, reading);
  reading.catch(() => known.delete(wanted));
  return reading;
}

async function readGuide(name: GuideName): Promise<Guide> {
  const folder = path.join(ownFile("quickstartGuides"), name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name !== DESCRIPTION)
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  // What stands in the program's own folder is read first.
  const depth = (each: string) => each.split(path.sep).length;
  paths.sort((one, other) => depth(one) - depth(other) || one.localeCompare(other));
  const read = (each: string) => readFile(path.join(folder, each), "utf8");
  return {
    ...programSchema.parse(JSON.parse(await read(DESCRIPTION))),
    name,
    files: await Promise.all(paths.map(async (each) => ({ path: each, code: (await read(each)).trimEnd() }))),
  };
}
