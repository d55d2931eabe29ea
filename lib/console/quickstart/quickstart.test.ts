import { describe, expect, it } from "vitest";
import { makeClient, makePerson, manage } from "../../clients/testing/people";
import { useTestDatabase } from "../../db/testing/test-database";
import { getEnv } from "../../env";
import { wordsFor } from "../../i18n/words";
import { frameworkNeeds } from "../frameworks";
import { assistantPrompt } from "./assistant-prompt";
import { installCommands, startCommands } from "./commands";
import { findGuide, GUIDE_NAMES, GUIDES, type GuideName } from "./guide";
import { findQuickstart, guidesFor } from "./quickstart";

useTestDatabase();

async function register(redirectUris: string[], kind: "web" | "spa" = "web") {
  const developer = await makePerson(`developer-${crypto.randomUUID()}@example.org`);
  const client = await makeClient(developer, { redirectUris, kind });
  return { ...client, managed: await manage(developer, client.clientId) };
}

describe("a quickstart", () => {
  it.each(GUIDE_NAMES)("of %s comes back to the address that the console proposes for its framework", async (name) => {
    const guide = await findGuide(name);
    expect(new URL(frameworkNeeds[GUIDES[name]].uri).pathname).toBe(guide?.registration.redirectPath);
    expect(guide?.files.map(({ path }) => path)).not.toContain("client.json");
  });

  it.each(GUIDE_NAMES)("of %s is filled in with the app's own values, and never with its secret", async (name) => {
    const kind = name === "react" ? "spa" : "web";
    const { managed, clientId, clientSecret } = await register([frameworkNeeds[GUIDES[name]].uri], kind);
    const quickstart = await findQuickstart(managed, name);
    expect(quickstart).toMatchObject({ isRegistered: true, redirectUri: frameworkNeeds[GUIDES[name]].uri });
    expect(quickstart?.env).toContain(clientId);
    expect(quickstart?.env).toContain(getEnv().issuer);
    expect(quickstart?.needsSecret).toBe(kind === "web");
    if (!quickstart) return;
    const shown = `${JSON.stringify(quickstart)}${assistantPrompt(quickstart, wordsFor("en"))}`;
    if (clientSecret) expect(shown).not.toContain(clientSecret);
    expect(shown).not.toContain("pt_cs_");
  });

  it("names the address that is missing, and the scopes that the app may not ask for", async () => {
    const { managed } = await register(["https://app.example.org/cb"]);
    expect(await findQuickstart(managed, "flask")).toMatchObject({
      isRegistered: false,
      redirectUri: "http://127.0.0.1:5000/authorize",
      missingScopes: ["offline_access", "groups"],
    });
  });

  it("runs on the port of the address that the app has", async () => {
    const { managed } = await register(["https://app.example.org/cb", "http://127.0.0.1:8123/authorize"]);
    const flask = await findQuickstart(managed, "flask");
    expect(flask).toMatchObject({ isRegistered: true, appUrl: "http://127.0.0.1:8123/" });
    expect(flask?.env.split("\n")).toContain("PORT=8123");
  });

  it("comes back to no address with a query, which its program does not answer at", async () => {
    const { managed } = await register(["http://localhost:3001/api/auth/callback/portal?a=$(id)"]);
    const quickstart = await findQuickstart(managed, "nextjs");
    expect(quickstart).toMatchObject({
      isRegistered: false,
      redirectUri: "http://localhost:3001/api/auth/callback/portal",
    });
    expect(quickstart?.env).not.toContain("$(id)");
  });

  it("is there for apps of its kind only", async () => {
    const { managed } = await register(["https://app.example.org/cb"]);
    expect(await findQuickstart(managed, "react")).toBeNull();
    expect(await findQuickstart(managed, "../../../package.json")).toBeNull();
    expect(guidesFor({ kind: "spa" })).toEqual(["react"]);
    expect(guidesFor({ kind: "service" })).toEqual([]);
  });
});

describe("the commands of a quickstart", () => {
  const commandsOf = async (name: GuideName) => {
    const guide = await findGuide(name);
    if (!guide) throw new Error(`no guide ${name}`);
    return [...installCommands(guide), ...startCommands(guide)];
  };

  it("install and start with the tools of its language", async () => {
    expect(await commandsOf("flask")).toEqual([
      "python3 -m venv .venv",
      ". .venv/bin/activate",
      "pip install authlib flask requests",
      "set -a; . ./.env; set +a",
      "flask --app app.py run --host $HOST --port $PORT",
    ]);
    expect(await commandsOf("go")).toContain("go run .");
    expect(await commandsOf("nextjs")).toContain("npx next dev --port $PORT");
  });

  it("keep words together in which a shell would see two", async () => {
    const commands = await commandsOf("oauth2-proxy");
    expect(commands.at(-1)).toContain("'--scope=openid email profile offline_access'");
    expect(commands.at(-1)).toContain("--oidc-issuer-url=$ISSUER");
    expect((await commandsOf("nextjs")).join("\n")).toContain("'next-auth@>=5.0.0-beta.0'");
  });
});
