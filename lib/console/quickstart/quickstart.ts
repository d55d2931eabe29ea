import { isConfidential } from "../../clients/client-kinds";
import type { ManagedClient, SeenClient } from "../../clients/managed-client";
import { findClientActivity } from "../../db/clients/client-use";
import { getEnv } from "../../env";
import { type EnvBlockClient, envBlock, envLine } from "../env-block";
import { frameworkNeeds } from "../frameworks";
import { ENV_FILE, installCommands, startCommands } from "./commands";
import { findGuide, GUIDE_NAMES, GUIDES, type Guide, type GuideName } from "./guide";

/** What stands for the secret, which only the developer has. */
const SECRET_PLACEHOLDER = "paste-the-client-secret";

/** A guide with the values of one app. */
export interface Quickstart {
  name: GuideName;
  /** the address that the program comes back to; the app needs it among its redirect URIs */
  redirectUri: string;
  isRegistered: boolean;
  /** what the program asks for and the app may not */
  missingScopes: string[];
  needsSecret: boolean;
  install: string;
  /** the lines of `.env`, without the secret */
  env: string;
  /** a command that adds random values to `.env`, for programs that keep a session of their own; null: none */
  randomValues: string | null;
  files: Guide["files"];
  start: string;
  /** where the program is opened */
  appUrl: string;
  /** null: nobody signed in to the app yet */
  lastSignInAt: Date | null;
}

/** The guides for an app of this kind. */
export function guidesFor(client: Pick<ManagedClient["client"], "kind">): GuideName[] {
  return GUIDE_NAMES.filter((name) => (frameworkNeeds[GUIDES[name]].kinds as readonly string[]).includes(client.kind));
}

/** The guide of this name, filled in for the app; null if there is none for apps of its kind. */
export async function findQuickstart(
  { client }: SeenClient,
  name: string,
  now: Date = new Date(),
): Promise<Quickstart | null> {
  const guide = await findGuide(name);
  if (!guide || !guidesFor(client).includes(guide.name)) return null;
  const { redirectUri, isRegistered } = chooseRedirectUri(guide, client.redirectUris);
  const appUrl = new URL(redirectUri).origin;
  const needsSecret = isConfidential(client);
  const random = variablesOf(guide).filter((each) => (RANDOM as readonly string[]).includes(each));
  return {
    name: guide.name,
    redirectUri,
    isRegistered,
    missingScopes: guide.registration.scopes.filter((scope) => !client.scopes.includes(scope)),
    needsSecret,
    install: installCommands(guide).join("\n"),
    env: envOf(guide, {
      issuer: getEnv().issuer,
      clientId: client.clientId,
      clientSecret: needsSecret ? SECRET_PLACEHOLDER : null,
      redirectUri,
      framework: GUIDES[guide.name],
    }),
    randomValues: random.map((each) => `echo "${each}=$(openssl rand -hex 16)" >> ${ENV_FILE}`).join("\n") || null,
    files: guide.files,
    start: startCommands(guide).join("\n"),
    appUrl: `${appUrl}/`,
    lastSignInAt: (await findClientActivity(client.clientId, now)).lastSignInAt,
  };
}

/** An address of this machine that the app has and the program answers at; else the one that the framework prints. */
function chooseRedirectUri(guide: Guide, registered: readonly string[]) {
  const usual = frameworkNeeds[GUIDES[guide.name]].uri;
  const mine = registered.find((uri) => {
    const url = URL.canParse(uri) ? new URL(uri) : null;
    const isHere = url?.hostname === new URL(usual).hostname;
    return isHere && uri === `${url?.origin}${guide.registration.redirectPath}`;
  });
  return { redirectUri: mine ?? usual, isRegistered: mine !== undefined };
}

const RANDOM = ["SESSION_SECRET", "AUTH_SECRET"] as const;

/** The names of variables that the program's text mentions. Auth.js reads AUTH_SECRET without being told to. */
function variablesOf({ name, files, start }: Guide): string[] {
  const text = [...files.map(({ code }) => code), ...start].join("\n");
  const found = new Set(text.match(/\b(?:ISSUER|CLIENT_ID|CLIENT_SECRET|APP_URL|HOST|PORT|SESSION_SECRET)\b/g));
  return name === "nextjs" ? [...found, "AUTH_SECRET"] : [...found];
}

function envOf(guide: Guide, app: EnvBlockClient & { redirectUri: string }): string {
  const url = new URL(app.redirectUri);
  const values: Record<string, string | null> = {
    ISSUER: app.issuer,
    CLIENT_ID: app.clientId,
    CLIENT_SECRET: app.clientSecret,
    APP_URL: url.origin,
    HOST: url.hostname,
    PORT: url.port || "80",
  };
  const mentioned = variablesOf(guide);
  const own = Object.entries(values).filter(([name, value]) => value !== null && mentioned.includes(name));
  const lines = own.map(([name, value]) => envLine(name, value ?? ""));
  return (mentioned.includes("ISSUER") ? lines : [envBlock(app), ...lines]).join("\n");
}
