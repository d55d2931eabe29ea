import { createAccount } from "../auth/accounts";
import { operator } from "../auth/actor";
import { ManagedClient } from "../clients/managed-client";
import { addUris } from "../clients/redirect-uris";
import { type RegisterClientInput, registerClient } from "../clients/register-client";
import { upsertResource, upsertScope } from "../db/clients/scopes";
import { findUserByEmail } from "../db/people/users";
import { getEnv } from "../env";
import { keptValue } from "../keys/kept-keys";
import { CLIENT_SECRET_PREFIX } from "../oauth/secrets";
import { normalizeResourceIdentifier } from "../oauth/tokens/resource-identifier";

/** What `npm run demo` prints and starts. */
export interface Demo {
  accounts: { email: string; password: string }[];
  /** programs in `e2e/apps`, with their environment */
  apps: { name: "calendar-api" | "calendar-client"; url: string; environment: Record<string, string> }[];
}

const people = [
  { email: "admin@example.org", name: "Demo Administrator", isAdmin: true },
  { email: "developer@example.org", name: "Demo Developer", isAdmin: false },
  { email: "user@example.org", name: "Demo User", isAdmin: false },
];

/**
 * Creates the missing accounts, the example API and the example apps; existing ones stay as they are. Passwords and
 * secrets are derived from the portal's secret, so they differ between portals and are the same at every start.
 * @throws {Error} when an app cannot be registered
 */
export async function seedDemo(): Promise<Demo> {
  const password = demoPassword();
  for (const person of people) await createAccount({ ...person, password });
  const developer = await findUserByEmail("developer@example.org");
  const ownerId = developer?.userId ?? null;

  const { demoPort } = getEnv();
  // RFC 8252 §8.3: the address, not the name `localhost`, which a verified app may not use.
  const [calendarUrl, notesUrl] = [demoPort, demoPort + 2].map((port) => `http://127.0.0.1:${port}`) as [
    string,
    string,
  ];
  const apiUrl = `http://localhost:${demoPort + 1}`;

  const api = await register({ clientId: "demo-calendar-api", name: "Calendar API", kind: "service", ownerId }, []);
  await seedCalendarApi(apiUrl, api.CLIENT_ID);
  const calendar = await register(
    {
      clientId: "demo-calendar",
      name: "Example Calendar",
      kind: "web",
      status: "verified",
      publisher: "Example Calendar Ltd",
      clientUri: calendarUrl,
      ownerId,
      scopes: ["openid", "profile", "email", "offline_access", "calendar:read", "calendar:write"],
      optionalScopes: ["calendar:write"],
    },
    [calendarUrl],
  );
  const notes = await register(
    { clientId: "demo-build-notes", name: "Build Notes", kind: "web", clientUri: notesUrl, ownerId },
    [notesUrl],
  );
  const port = (offset: number) => String(demoPort + offset);
  return {
    accounts: people.map(({ email }) => ({ email, password })),
    apps: [
      { name: "calendar-api", url: apiUrl, environment: { ...api, PORT: port(1), CALENDAR_API_RESOURCE: apiUrl } },
      {
        name: "calendar-client",
        url: calendarUrl,
        environment: { ...calendar, PORT: port(0), APP_URL: calendarUrl, CALENDAR_API_URL: apiUrl },
      },
      {
        name: "calendar-client",
        url: notesUrl,
        environment: { ...notes, PORT: port(2), APP_URL: notesUrl, APP_NAME: "Build Notes" },
      },
    ],
  };
}

/**
 * The example API as a resource: its tokens are opaque, so that taking access back counts at once; they live two
 * minutes, to be seen refreshed.
 */
async function seedCalendarApi(identifier: string, introspectionClientId: string): Promise<void> {
  await upsertResource({
    identifier,
    normalIdentifier: normalizeResourceIdentifier(identifier),
    name: "Calendar",
    tokenFormat: "opaque",
    accessTokenTtl: 120,
    introspectionClientId,
  });
  await upsertScope(
    {
      name: "calendar:read",
      title: "Read your calendars",
      detail: "Titles and times of your events.",
      risk: "read",
      icon: "calendar",
    },
    identifier,
  );
  await upsertScope(
    {
      name: "calendar:write",
      title: "Create and change events",
      detail: "In all your calendars.",
      risk: "change",
      icon: "calendar",
    },
    identifier,
  );
}

async function register(
  input: RegisterClientInput & { clientId: string },
  appUrls: string[],
): Promise<{ CLIENT_ID: string; CLIENT_SECRET: string }> {
  const redirectUris = appUrls.map((url) => `${url}/callback`);
  const postLogoutRedirectUris = appUrls.map((url) => `${url}/signed-out`);
  const clientSecret = `${CLIENT_SECRET_PREFIX}${derive(`client ${input.clientId}`).toString("base64url")}`;
  const result = await registerClient(operator, { ...input, clientSecret, redirectUris, postLogoutRedirectUris });
  if (!result.ok && result.problem.key !== "client_id_taken") {
    throw new Error(`The demo app ${input.name} cannot be registered: ${JSON.stringify(result.problem)}`);
  }
  if (!result.ok && appUrls.length > 0) {
    // An earlier start made it, perhaps with other ports.
    const managed = await ManagedClient.find(operator, input.clientId);
    if (managed) {
      await addUris(managed, "redirect", redirectUris);
      await addUris(managed, "post_logout", postLogoutRedirectUris);
    }
  }
  return { CLIENT_ID: input.clientId, CLIENT_SECRET: clientSecret };
}

/** Easy to copy, and different on every portal, so that a demo that is reachable from outside has no known password. */
function demoPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz";
  const characters = [...derive("password").subarray(0, 12)].map((byte) => letters[byte % letters.length]).join("");
  return `demo-${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
}

function derive(purpose: string): Buffer {
  return Buffer.from(keptValue("demo", purpose), "base64url");
}
