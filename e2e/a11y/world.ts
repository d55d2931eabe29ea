import type { Browser, BrowserContext, Page } from "playwright/test";
import { calendarApi } from "../fixtures/calendar-api";
import { ClientApp, webClient } from "../fixtures/client-app";
import { type MadePerson, type Person, Portal, type RegisteredClient } from "../fixtures/portal";
import { ClaimsScreen } from "../screens/claims";
import { ConsentScreen } from "../screens/consent";
import { ClientScreen, RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

/** What the pages show: somebody with an app of their own, connected apps and a history. */
export interface World {
  portal: Portal;
  clientApp: ClientApp;
  /** signed in, owns `ownClientId`, has allowed `allowedClient` */
  member: { person: MadePerson; context: BrowserContext };
  /** nobody signed in; a new one each time */
  newVisitor: () => Promise<Page>;
  /** signed in, may register APIs */
  admin: { person: Person; context: BrowserContext };
  /** an API with a scope */
  apiId: string;
  ownClientId: string;
  allowedClient: RegisteredClient;
  /** registered, and allowed by nobody */
  newClient: RegisteredClient;
  /** an initial access token that can be revoked */
  registrationTokenId: string;
  /** that nobody followed */
  invitationLink: string;
  /** a group with the member in it */
  groupId: string;
  /**
   * somebody who has no second factor signs in at a portal where everybody must have one, and where tries are limited;
   * started when it is asked for
   */
  newVisitorOfStrictPortal: () => Promise<{ page: Page; person: Person }>;
  /** every address on another origin that any page asked for */
  foreignRequests: Set<string>;
  close: () => Promise<void>;
}

export async function createWorld(portal: Portal, browser: Browser): Promise<World> {
  const clientApp = new ClientApp(portal.url);
  await clientApp.start();
  const contexts: BrowserContext[] = [];
  const foreignRequests = new Set<string>();
  const newContext = async () => {
    const context = await browser.newContext({ baseURL: portal.url });
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== portal.url) foreignRequests.add(request.url());
    });
    contexts.push(context);
    return context;
  };
  const person = await portal.createUser();
  const context = await newContext();
  const page = await context.newPage();

  await page.goto("/console/clients/new");
  await new SignInScreen(page).signIn(person);
  const register = new RegisterScreen(page);
  await register.chooseKind("Acme Board");
  await register.register([clientApp.redirectUri, "https://board.example.org/signed-in"]);
  const { clientId } = await register.readCredentials();
  const screen = new ClientScreen(page, clientId);
  await screen.createSecret();
  await screen.askForReview({ publisher: "Acme Ltd", website: "https://board.example.org/" });
  // a refused request, for the list of problems
  const own = { client_id: clientId, client_secret: "" };
  await page.goto(clientApp.authorizeUrl(own, { redirect_uri: "https://board.example.org/elsewhere" }));

  // a sign-in that nothing binds to its browser, which its developer is warned about
  const weak = { scope: "openid", code_challenge: null, code_challenge_method: null };
  await page.goto(clientApp.authorizeUrl(own, weak));
  await new ConsentScreen(page).allow();

  const allowedClient = await portal.createClient(webClient(clientApp));
  await page.goto(clientApp.authorizeUrl(allowedClient, { scope: "openid profile email offline_access" }));
  const consent = new ConsentScreen(page);
  await consent.lifetime.selectOption("30 days");
  await consent.allow();
  await page.close();

  const admin = { person: await portal.createUser({ isAdmin: true }), context: await newContext() };
  const adminPage = await admin.context.newPage();
  await adminPage.goto("/login");
  await new SignInScreen(adminPage).signIn(admin.person);
  await adminPage.goto("/admin/claims");
  await new ClaimsScreen(adminPage).define({ name: "team", label: "Team", scope: "profile", editor: "person" });
  await expectStatus(adminPage, "is defined");
  await adminPage.close();
  // two apps that people could confuse
  await portal.createClient(
    webClient(clientApp, { client_name: "Acme N0tes", logo_uri: "https://notes.example.org/n.png" }),
  );
  const registrationTokenId = await portal.createRegistrationToken("The calendar team");
  const invitationLink = await portal.invite("invited@example.org");
  const groupId = await portal.createGroup("editors", [person]);
  const { id: apiId } = await portal.createApi(calendarApi("https://calendar.example.org", { scopes: "agenda" }));

  let strictPortal: Promise<Portal> | undefined;
  const newVisitorOfStrictPortal = async () => {
    const rules = { PORTICO_SECOND_FACTORS: "required", PORTICO_RATE_LIMITS: "on" };
    strictPortal ??= Portal.start(rules, { isDatabaseMade: true });
    const strict = await strictPortal;
    const own = await browser.newContext({ baseURL: strict.url });
    contexts.push(own);
    return { page: await own.newPage(), person: await strict.createUser() };
  };

  return {
    portal,
    clientApp,
    newVisitorOfStrictPortal,
    member: { person, context },
    admin,
    apiId,
    newVisitor: async () => (await newContext()).newPage(),
    registrationTokenId,
    invitationLink,
    groupId,
    ownClientId: clientId,
    allowedClient,
    foreignRequests,
    newClient: await portal.createClient(webClient(clientApp, { client_name: "Acme Notes", max_consent_days: 45 })),
    close: async () => {
      await Promise.all(contexts.map((each) => each.close()));
      await clientApp.stop();
      await (await strictPortal)?.stop();
    },
  };
}
