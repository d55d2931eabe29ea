import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** Where programs lie: those that the console shows as quickstarts, and the others. */
const folders = [
  path.join(import.meta.dirname, "clients"),
  path.join(import.meta.dirname, "../../lib/console/quickstart/guides"),
];

const stepSchema = z.strictObject({
  /** a path of the program */
  open: z.string(),
  /** the name of the button or link that is pressed there */
  press: z.string().optional(),
});

/** What a developer types and presses in the console, the path being what the library's documentation says. */
const registrationSchema = z.strictObject({
  kind: z.enum(["Web app with a server", "Single-page app", "Mobile, desktop or command-line app"]),
  /** chosen from the console's list of frameworks; its address must then have the path of `redirectPath` */
  framework: z.string().optional(),
  redirectPath: z.string(),
  postLogoutPath: z.string().optional(),
  /** ticked besides those that every app has */
  scopes: z.array(z.string()).default([]),
  /** ticked in the app's settings: the library asks for tokens through the browser */
  responseTypes: z.array(z.string()).optional(),
});

/** What a developer registers for an API, in the console too. */
const apiSchema = z.strictObject({
  /** the path of the identifier, at the program's address */
  identifierPath: z.string(),
  format: z.enum(["opaque", "jwt"]),
  /** chosen where the library refuses the type of RFC 9068 §2.1 */
  typ: z.enum(["at+jwt", "JWT"]).optional(),
  scope: z.string(),
  title: z.string(),
});

/** What an administrator does in the console for a program that asks which groups somebody is in. */
const groupSchema = z.strictObject({
  /** a group that no other client has: the administrator makes it and puts the person in */
  name: z.string(),
  /** what the program shows besides to somebody who is in the group */
  insider: z.string().optional(),
  /** what it shows to somebody who is not, in place of the page or on it */
  outsider: z.string(),
  /** a page that shows that too as soon as the administrator took the person out again, without another sign-in */
  afterLeaving: z.string().optional(),
});

const commonMembers = {
  library: z.string(),
  language: z.string(),
  install: z.discriminatedUnion("with", [
    z.strictObject({ with: z.literal("npm"), packages: z.array(z.string()).min(1) }),
    z.strictObject({ with: z.literal("pip"), packages: z.array(z.string()).min(1) }),
    /** the first package's version is told; `command`: a program to install instead of a module to build */
    z.strictObject({ with: z.literal("go"), packages: z.array(z.string()).min(1), command: z.string().optional() }),
    z.strictObject({ with: z.literal("cargo"), packages: z.array(z.string()).min(1) }),
    z.strictObject({ with: z.literal("maven"), packages: z.array(z.string()).min(1) }),
    z.strictObject({ with: z.literal("apt"), packages: z.array(z.string()).min(1) }),
  ]),
  /** the program and its arguments, in the folder where it was installed; `$NAME` stands for what it is told */
  start: z.array(z.string()).min(1),
  /** the name of the host that the program's own documentation opens */
  host: z.enum(["localhost", "127.0.0.1"]),
  /** said in the table: what the library does by default, where that needs words */
  note: z.string().default(""),
};

/** A program that people sign in to. */
const appSchema = z.strictObject({
  ...commonMembers,
  /** absent: the program registers itself (RFC 7591) */
  registration: registrationSchema.optional(),
  /** the API that it asks for, whose introspection credentials the program is told as `API_ID` and `API_SECRET` */
  api: apiSchema.optional(),
  /** it takes no issuer on plain http, not even on this machine; it is told the certificate's file as `CA_FILE` */
  https: z.literal(true).optional(),
  group: groupSchema.optional(),
  signIn: stepSchema,
  /** the page that shows who signed in, where the library does not lead there by itself */
  profile: z.string().optional(),
  /** what that page shows; some libraries know an address and no name */
  shows: z.array(z.enum(["name", "email"])).default(["name", "email"]),
  /** what it shows instead, where it asks for no claims */
  showsText: z.string().optional(),
  /** absent: the library does not refresh */
  refresh: stepSchema.optional(),
  signOut: stepSchema,
  /** a page that says that nobody is there, where every other one leads to a new sign-in */
  signedOut: z.string().optional(),
});

/** A program that other programs call: on each port it refuses a request without a token and answers one with it. */
const resourceServerSchema = z.strictObject({
  ...commonMembers,
  api: apiSchema,
  /** variables that it is told its ports by */
  asks: z.array(z.enum(["PORT", "SECOND_PORT"])).min(1),
  /** it refuses an app's token soon after its person removed the app, though the token has not expired */
  checksStatusLists: z.literal(true).optional(),
});

type Found = { name: string; folder: string };
export type AppDescription = z.infer<typeof appSchema> & Found;
export type ResourceServerDescription = z.infer<typeof resourceServerSchema> & Found;
export type Description = AppDescription | ResourceServerDescription;
export type AppRegistration = z.infer<typeof registrationSchema>;
export type ApiRegistration = z.infer<typeof apiSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Step = z.infer<typeof stepSchema>;

/** Every client below `clients/`, or those that are named. @throws for a name that there is not */
export async function readDescriptions(names: readonly string[]): Promise<Description[]> {
  const found = (await Promise.all(folders.map(findPrograms))).flat();
  const unknown = names.find((name) => !found.some((each) => each.name === name));
  if (unknown) throw new Error(`there is no client ${unknown}: ${found.map(({ name }) => name).join(", ")}`);
  const wanted = names.length > 0 ? found.filter(({ name }) => names.includes(name)) : found;
  return Promise.all(
    wanted.map(async ({ name, folder }) => {
      const text = await readFile(path.join(folder, "client.json"), "utf8");
      const read: unknown = JSON.parse(text);
      const isResourceServer = typeof read === "object" && read !== null && "asks" in read;
      return { ...(isResourceServer ? resourceServerSchema.parse(read) : appSchema.parse(read)), name, folder };
    }),
  );
}

async function findPrograms(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => ({ name, folder: path.join(folder, name) }));
}
