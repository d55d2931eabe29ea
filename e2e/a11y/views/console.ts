import { RegisterApiScreen } from "../../screens/apis";
import { RegisterScreen, registerAs } from "../../screens/console";
import { PlaygroundScreen } from "../../screens/playground";
import { SignInScreen } from "../../screens/sign-in";
import { TeamScreen } from "../../screens/team";
import type { World } from "../world";
import { administrator, member, type View } from "./view";

const ownClient = (part: string, state = "filled"): View =>
  member(`app/(console)/console/clients/[clientId]${part}/page.tsx`, state, (world) => {
    return `/console/clients/${world.ownClientId}${part}`;
  });

/** An app whose owner invited somebody to its team; both are signed in. */
async function inviteTo(world: World, name: string) {
  const owner = await world.newVisitor();
  const redirectUris = ["https://together.example.org/callback"];
  const { clientId } = await registerAs(owner, await world.portal.createUser(), name, redirectUris);
  const person = await world.portal.createUser();
  await owner.goto(`/console/clients/${clientId}/team`);
  await new TeamScreen(owner).invite(person.email);
  const invited = await world.newVisitor();
  await invited.goto("/console");
  await new SignInScreen(invited).signIn(person);
  return { owner, invited, clientId };
}

/** An app whose developer signed in to it in the playground, and did two things wrong. */
async function playWith(world: World, name: string) {
  const page = await world.newVisitor();
  const { clientId } = await registerAs(page, await world.portal.createUser(), name, [
    "https://play.example.org/callback",
  ]);
  const playground = new PlaygroundScreen(page);
  await playground.signIn(clientId);
  await playground.send("Exchange the code", "exchange");
  await playground.send("Ask userinfo", "userinfo");
  await playground.send("Use the code again", "code_again");
  await playground.send("Expect another nonce", "wrong_nonce");
  return page;
}

export const consoleViews: View[] = [
  member("app/(console)/console/not-found.tsx", "no such app", () => "/console/clients/no-such-app"),
  member("app/(console)/console/(wide)/[...path]/page.tsx", "no such page", () => "/console/no-such-page"),
  member("app/(console)/console/(wide)/page.tsx", "filled", () => "/console"),
  member("app/(console)/console/(wide)/page.tsx", "no match", () => "/console?q=nothing-like-it"),
  {
    file: "app/(console)/console/(wide)/page.tsx",
    state: "no app yet",
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto("/console");
      await new SignInScreen(page).signIn(await world.portal.createUser());
      await page.getByText("Register your first app").waitFor();
      return page;
    },
  },
  member("app/(console)/console/(wide)/clients/new/page.tsx", "step 1", () => "/console/clients/new"),
  member("app/(console)/console/(wide)/clients/new/page.tsx", "step 1, no name", () => "/console/clients/new?step=2"),
  member(
    "app/(console)/console/(wide)/clients/new/page.tsx",
    "step 2, refused address",
    () => "/console/clients/new",
    async (page) => {
      const register = new RegisterScreen(page);
      await register.chooseKind("Acme Draft");
      await register.register(["http://example.org/callback"]);
      await page.getByText("Use https").first().waitFor();
    },
  ),
  member(
    "app/(console)/console/(wide)/clients/new/page.tsx",
    "registered",
    () => "/console/clients/new",
    async (page) => {
      const register = new RegisterScreen(page);
      await register.chooseKind("Acme Second");
      await register.register(["https://second.example.org/callback"]);
      await register.readCredentials();
    },
  ),
  ...[
    "",
    "/quickstart",
    "/credentials",
    "/redirect-uris",
    "/scopes",
    "/branding",
    "/usage",
    "/events",
    "/signals",
    "/settings",
  ].map((part) => ownClient(part)),
  {
    file: "app/(console)/console/clients/[clientId]/playground/page.tsx",
    state: "with results",
    open: (world) => playWith(world, "Acme Playground"),
  },
  ...["nextjs", "oauth2-proxy"].map((guide) =>
    member("app/(console)/console/clients/[clientId]/quickstart/[framework]/page.tsx", guide, (world) => {
      return `/console/clients/${world.ownClientId}/quickstart/${guide}`;
    }),
  ),
  member("app/(console)/console/(wide)/offers/[clientId]/page.tsx", "no such offer", () => "/console/offers/none"),
  {
    file: "app/(console)/console/(wide)/offers/[clientId]/page.tsx",
    state: "an app to take over",
    open: async (world) => {
      const page = await world.newVisitor();
      const redirectUris = ["https://moving.example.org/callback"];
      const { clientId } = await registerAs(page, await world.portal.createUser(), "Acme Moving", redirectUris);
      await page.goto(`/console/clients/${clientId}/settings`);
      const other = await world.portal.createUser();
      await page.getByLabel("Email address of the new owner").fill(other.email);
      await page.getByRole("button", { name: "Offer the app" }).click();
      await page.getByText(`It is offered to ${other.email}`).waitFor();
      const elsewhere = await world.newVisitor();
      await elsewhere.goto(`/console/offers/${clientId}`);
      await new SignInScreen(elsewhere).signIn(other);
      await elsewhere.locator("#accept-offer").waitFor();
      await page.close();
      return elsewhere;
    },
  },
  {
    file: "app/(console)/console/(wide)/invitations/[clientId]/page.tsx",
    state: "an invitation",
    open: async (world) => {
      const { invited, clientId } = await inviteTo(world, "Acme Together");
      await invited.goto(`/console/invitations/${clientId}`);
      await invited.locator("#accept-invitation").waitFor();
      return invited;
    },
  },
  {
    file: "app/(console)/console/clients/[clientId]/team/page.tsx",
    state: "somebody in the team, and somebody invited",
    open: async (world) => {
      const { owner, invited, clientId } = await inviteTo(world, "Acme Crowd");
      await invited.goto(`/console/invitations/${clientId}`);
      await invited.locator("#accept-invitation").click();
      await invited.getByText("You work on").waitFor();
      await invited.close();
      await owner.goto(`/console/clients/${clientId}/team`);
      await new TeamScreen(owner).invite("user@example.org");
      return owner;
    },
  },
  administrator("app/(console)/console/(wide)/page.tsx", "as an administrator", () => "/console"),
  administrator("app/(console)/console/(wide)/apis/page.tsx", "filled", () => "/console/apis"),
  administrator(
    "app/(console)/console/(wide)/apis/new/page.tsx",
    "errors",
    () => "/console/apis/new",
    async (page) => {
      await new RegisterApiScreen(page).fill({ name: "", identifier: "tasks", lifetime: "0" });
      await page.getByText("Use an absolute address").first().waitFor();
    },
  ),
  administrator(
    "app/(console)/console/(wide)/apis/[apiId]/page.tsx",
    "filled",
    (world) => `/console/apis/${world.apiId}`,
  ),
  administrator(
    "app/(console)/console/(wide)/apis/[apiId]/page.tsx",
    "a scope, credentials and the question before deleting",
    (world) => `/console/apis/${world.apiId}?scope=calendar%3Aread&delete=1`,
  ),
  member(
    "app/(console)/console/clients/[clientId]/settings/page.tsx",
    "a wrong logout address",
    (world) => `/console/clients/${world.ownClientId}/settings`,
    async (page) => {
      await page.getByLabel("Front-channel logout URI").fill("https://elsewhere.example.org/logout");
      await page.getByRole("button", { name: "Save addresses" }).click();
      await page.getByText("Scheme, host and port must be those of one of the app's").first().waitFor();
    },
  ),
  member(
    "app/(console)/console/clients/[clientId]/settings/page.tsx",
    "keys that are none",
    (world) => `/console/clients/${world.ownClientId}/settings`,
    async (page) => {
      const form = page.getByRole("form", { name: "How the app proves who it is" });
      await form.getByLabel("Its public keys (jwks)").fill("not a key set");
      await form.getByRole("button", { name: "Save" }).click();
      await form.getByText("jwks must be a JWK Set").first().waitFor();
    },
  ),
];
