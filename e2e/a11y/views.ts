import type { Page } from "playwright/test";
import { webClient } from "../fixtures/client-app";
import { drawPicture } from "../fixtures/picture";
import { newPassword, type Person } from "../fixtures/portal";
import { registerByProgram } from "../fixtures/register-by-program";
import { VirtualPasskeys } from "../fixtures/virtual-passkeys";
import { RegistrationScreen, ReviewScreen } from "../screens/admin";
import { RegisterApiScreen } from "../screens/apis";
import { ClaimsScreen } from "../screens/claims";
import { ConsentScreen } from "../screens/consent";
import { RegisterScreen, registerAs } from "../screens/console";
import { MailedCodeScreen, ResetScreen, readNewestLink, readNewestMail } from "../screens/getting-back-in";
import { AuthenticatorScreen, SecondFactorScreen } from "../screens/second-factor";
import { SignInScreen } from "../screens/sign-in";
import { SignUpScreen } from "../screens/sign-up";
import type { World } from "./world";

/** A page in one of its states. */
export interface View {
  /** the file of the page; every `app/**` page must have a view */
  file: string;
  state: string;
  open: (world: World) => Promise<Page>;
  /** the page before anything is done on it: who opens it, and where */
  opened?: { by: "visitor" | "member" | "administrator"; path: (world: World) => string };
  /** the page can be opened only once, and its frames belong to apps, so it is not requested again */
  isOnce?: boolean;
  /** axe rules that it cannot meet; the view says why */
  exceptions?: string[];
}

const visitor = (file: string, state: string, path: string): View => ({
  file,
  state,
  open: async (world) => {
    const page = await world.newVisitor();
    await page.goto(path);
    return page;
  },
  opened: { by: "visitor", path: () => path },
});

const member = (file: string, state: string, path: (world: World) => string, then?: (page: Page) => unknown): View => ({
  file,
  state,
  open: async (world) => {
    const page = await world.member.context.newPage();
    await page.goto(path(world));
    await then?.(page);
    return page;
  },
  opened: { by: "member", path },
});

const administrator = (
  file: string,
  state: string,
  path: (world: World) => string,
  then?: (page: Page) => unknown,
): View => ({
  file,
  state,
  open: async (world) => {
    const page = await world.admin.context.newPage();
    await page.goto(path(world));
    await then?.(page);
    return page;
  },
  opened: { by: "administrator", path },
});

const ownClient = (part: string, state = "filled"): View =>
  member(`app/(console)/console/clients/[clientId]${part}/page.tsx`, state, (world) => {
    return `/console/clients/${world.ownClientId}${part}`;
  });

const account = (part: string): View =>
  member(`app/(account)/account${part}/page.tsx`, "filled", () => `/account${part}`);

async function signInWrongly(page: Page): Promise<void> {
  await new SignInScreen(page).signIn({ email: "nobody@example.org", password: newPassword() });
  await new SignInScreen(page).error.waitFor();
}

/** Somebody new, signed in a moment ago, at a page. */
async function newMember(world: World, path: string): Promise<{ page: Page; person: Person }> {
  const page = await world.newVisitor();
  const person = await world.portal.createUser();
  await page.goto(path);
  await new SignInScreen(page).signIn(person);
  return { page, person };
}

/** Somebody new who asked for another address, at the page for its code. */
async function changingEmail(world: World): Promise<{ page: Page; person: Person }> {
  const { page, person } = await newMember(world, "/account/email");
  await page.locator("#email").fill(`moved-${person.email}`);
  await page.getByRole("button", { name: "Send the code" }).click();
  await page.locator("#code").waitFor();
  return { page, person };
}

/** Somebody new with an authenticator app, at the page of their new recovery codes. */
async function withAuthenticator(world: World): Promise<{ page: Page; person: Person }> {
  const { page, person } = await newMember(world, "/account/security/authenticator");
  await new AuthenticatorScreen(page).add();
  await page.locator("#recovery-done").waitFor();
  return { page, person };
}

/** Somebody new with a passkey, at the security page. */
async function withPasskey(world: World): Promise<Page> {
  const { page } = await newMember(world, "/account/security/passkeys/new");
  await VirtualPasskeys.attach(page);
  await page.locator("#passkey-make").click();
  await page.getByRole("link", { name: /^Change passkey / }).waitFor();
  return page;
}

/** The same person who signs in elsewhere, at the page that asks for a code. */
async function halfSignedIn(world: World): Promise<Page> {
  const { person } = await withAuthenticator(world);
  const page = await world.newVisitor();
  await page.goto(world.clientApp.authorizeUrl(world.newClient));
  await new SignInScreen(page).signIn(person);
  await page.locator("#otp").waitFor();
  return page;
}

export const views: View[] = [
  visitor("app/page.tsx", "nobody signed in", "/"),
  member("app/page.tsx", "signed in", () => "/"),
  visitor("app/not-found.tsx", "no such page", "/no-such-page"),
  member("app/(account)/account/[...path]/page.tsx", "no such page", () => "/account/no-such-page"),
  member("app/(console)/console/not-found.tsx", "no such app", () => "/console/clients/no-such-app"),
  member("app/(console)/console/(wide)/[...path]/page.tsx", "no such page", () => "/console/no-such-page"),
  administrator("app/(admin)/admin/[...path]/page.tsx", "no such page", () => "/admin/no-such-page"),
  member("app/not-found.tsx", "no such page for those who are no administrators", () => "/admin/clients"),
  visitor("app/(auth)/setup/page.tsx", "no link", "/setup"),
  visitor("app/(auth)/invitation/page.tsx", "no link", "/invitation"),
  {
    file: "app/(auth)/invitation/page.tsx",
    state: "an invitation",
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto(world.invitationLink);
      return page;
    },
  },
  visitor("app/(auth)/login/page.tsx", "empty", "/login"),
  {
    file: "app/(auth)/login/page.tsx",
    state: "wrong password",
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto("/login");
      await signInWrongly(page);
      return page;
    },
  },
  {
    file: "app/(auth)/login/page.tsx",
    state: "for an app",
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto(world.clientApp.authorizeUrl(world.newClient));
      return page;
    },
  },
  member("app/(auth)/choose/page.tsx", "one account", () => "/choose"),
  member("app/(auth)/choose/page.tsx", "for an app that expects somebody else", (world) =>
    world.clientApp.authorizeUrl(world.allowedClient, {
      prompt: "select_account",
      login_hint: "somebody-else@example.org",
    }),
  ),
  visitor("app/(auth)/sign-up/page.tsx", "empty", "/sign-up"),
  {
    file: "app/(auth)/sign-up/page.tsx",
    state: "errors",
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto("/sign-up");
      await new SignUpScreen(page).fill({ email: "nobody@example.org", password: "short" });
      await page.getByText("This password is too short").first().waitFor();
      return page;
    },
  },
  visitor("app/(auth)/reset/page.tsx", "empty", "/reset"),
  visitor("app/(auth)/keep-account/page.tsx", "somebody left", "/keep-account"),
  visitor("app/(auth)/keep-account/page.tsx", "a link that is over", "/keep-account?token=over"),
  visitor("app/(auth)/undo-email/page.tsx", "a link that is over", "/undo-email?token=over"),
  {
    file: "app/(auth)/undo-email/page.tsx",
    state: "a change to undo",
    open: async (world) => {
      const { page, person } = await changingEmail(world);
      await page.locator("#code").fill((await readNewestMail(page, `moved-${person.email}`)).code);
      await page.locator("#confirm-email").click();
      await page.getByText("Your email address is changed").waitFor();
      await page.goto(await readNewestLink(page, person.email));
      await page.locator("#undo-email").waitFor();
      return page;
    },
  },
  visitor("app/(auth)/reset/confirm/page.tsx", "a link that is over", "/reset/confirm?token=over"),
  {
    file: "app/(auth)/reset/confirm/page.tsx",
    state: "wrong code",
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto("/reset");
      const reset = new ResetScreen(page);
      await reset.ask("nobody@example.org");
      await reset.choose(newPassword(), "00000000");
      await page.getByText("That code is not right").first().waitFor();
      return page;
    },
  },
  visitor("app/(auth)/login/mail/page.tsx", "empty", "/login/mail"),
  visitor("app/(auth)/login/mail/confirm/page.tsx", "by a link", "/login/mail/confirm?token=over"),
  {
    file: "app/(auth)/login/mail/confirm/page.tsx",
    state: "wrong code",
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto("/login/mail");
      const byCode = new MailedCodeScreen(page);
      await byCode.ask("nobody@example.org");
      await byCode.confirm("00000000");
      await page.getByText("That code is not right").first().waitFor();
      return page;
    },
  },
  {
    file: "app/(auth)/sign-up/verify/page.tsx",
    state: "wrong code",
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto("/sign-up");
      const signUp = new SignUpScreen(page);
      await signUp.fill({ email: "somebody@example.org", password: newPassword() });
      await signUp.confirm("00000000");
      await page.getByText("That code is not right").first().waitFor();
      return page;
    },
  },
  visitor("app/outbox/page.tsx", "as it is", "/outbox"),
  member("app/(auth)/consent/page.tsx", "first time", (world) => world.clientApp.authorizeUrl(world.newClient)),
  member("app/(auth)/consent/page.tsx", "asked again", (world) =>
    world.clientApp.authorizeUrl(world.allowedClient, { prompt: "consent" }),
  ),
  member("app/(auth)/consent/page.tsx", "more scopes", (world) =>
    world.clientApp.authorizeUrl(world.newClient, { scope: "openid profile email offline_access" }),
  ),
  visitor("app/(auth)/consent/page.tsx", "unknown request", "/consent?request=unknown"),
  member("app/(auth)/logout/page.tsx", "question", () => "/logout"),
  visitor("app/(auth)/logout/page.tsx", "nobody signed in", "/logout"),
  {
    file: "signing-out page of the protocol",
    state: "with an app's frame",
    isOnce: true,
    // Without a script, only the refresh leads people on, and there is nothing to read or do before that.
    exceptions: ["meta-refresh"],
    open: async (world) => {
      const target = `${world.clientApp.url}/signed-out`;
      const client = await world.portal.createClient(
        webClient(world.clientApp, {
          frontchannel_logout_uri: `${world.clientApp.url}/frontchannel`,
          post_logout_redirect_uris: [target],
        }),
      );
      const page = await world.newVisitor();
      await page.goto(world.clientApp.authorizeUrl(client));
      await new SignInScreen(page).signIn(await world.portal.createUser());
      await new ConsentScreen(page).allow();
      await page.getByText("Back at the client").waitFor();
      const code = world.clientApp.lastCallback.params.get("code") ?? "";
      const { body } = await world.clientApp.redeem(client, code);
      // The page leads on by itself; an answer without content keeps the browser where it is.
      await page.route(target, (route) => route.fulfill({ status: 204 }));
      const hint = { id_token_hint: String(body.id_token), post_logout_redirect_uri: target };
      await page.goto(`/oauth/end-session?${new URLSearchParams(hint)}`, { waitUntil: "commit" });
      await page.locator("#go-on").waitFor();
      return page;
    },
  },
  {
    file: "message page",
    state: "a browser that keeps no cookies",
    isOnce: true,
    open: async (world) => {
      const page = await world.newVisitor();
      await page.goto("/login");
      await page.context().clearCookies();
      await new SignInScreen(page).signIn({ email: "nobody@example.org", password: newPassword() });
      await page.getByRole("heading", { name: "This browser keeps no cookies for this site" }).waitFor();
      return page;
    },
  },
  {
    file: "error page of the protocol",
    state: "redirect URI not registered, seen by a stranger",
    open: async (world) => {
      const page = await world.newVisitor();
      const redirect_uri = "https://example.org/elsewhere";
      await page.goto(world.clientApp.authorizeUrl(world.newClient, { redirect_uri }));
      return page;
    },
  },
  {
    file: "error page of the protocol",
    state: "a mistake of an app that nobody checked, with the host it leads to",
    open: async (world) => {
      const page = await world.newVisitor();
      const request = { redirect_uri: "https://board.example.org/signed-in", response_type: "token" };
      await page.goto(world.clientApp.authorizeUrl({ client_id: world.ownClientId, client_secret: "" }, request));
      await page.getByRole("link", { name: "Continue to board.example.org" }).waitFor();
      return page;
    },
  },
  {
    file: "app/(auth)/login/page.tsx",
    state: "prompt=login",
    open: async (world) => {
      const page = await world.member.context.newPage();
      await page.goto(world.clientApp.authorizeUrl(world.allowedClient, { prompt: "login" }));
      await page.getByRole("heading", { name: "Sign in again to continue" }).waitFor();
      return page;
    },
  },
  member("error page of the protocol", "redirect URI not registered, seen by the owner", (world) =>
    world.clientApp.authorizeUrl(
      { client_id: world.ownClientId, client_secret: "" },
      { redirect_uri: "https://board.example.org/elsewhere" },
    ),
  ),
  account(""),
  account("/apps"),
  member(
    "app/(account)/account/apps/[clientId]/page.tsx",
    "filled",
    (world) => `/account/apps/${world.allowedClient.client_id}`,
  ),
  member(
    "app/(account)/account/apps/[clientId]/remove/page.tsx",
    "question",
    (world) => `/account/apps/${world.allowedClient.client_id}/remove`,
  ),
  member("app/(account)/account/apps/page.tsx", "no match", () => "/account/apps?q=nothing-like-it"),
  member(
    "app/(account)/account/apps/page.tsx",
    "dialog open",
    () => "/account/apps",
    async (page) => {
      await page
        .getByRole("button", { name: /^Remove access of/ })
        .first()
        .click();
      await page.getByRole("dialog").waitFor();
    },
  ),
  {
    file: "app/(account)/account/picture/page.tsx",
    state: "a file that is no picture, beside the picture",
    open: async (world) => {
      const { page } = await newMember(world, "/account/picture");
      const file = page.getByLabel("A picture from this device");
      const save = page.getByRole("button", { name: "Save picture" });
      await file.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: await drawPicture(64 * 1024) });
      await save.click();
      await page.getByText("Your picture is saved").waitFor();
      await file.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("none") });
      await save.click();
      await page.getByText("This is not a PNG").first().waitFor();
      return page;
    },
  },
  {
    file: "app/(account)/account/email/page.tsx",
    state: "no address",
    open: async (world) => {
      const { page } = await newMember(world, "/account/email");
      await page.getByRole("button", { name: "Send the code" }).click();
      await page.getByText("Enter the new address").first().waitFor();
      return page;
    },
  },
  {
    file: "app/(account)/account/email/confirm/page.tsx",
    state: "wrong code",
    open: async (world) => {
      const { page } = await changingEmail(world);
      await page.locator("#code").fill("00000000");
      await page.locator("#confirm-email").click();
      await page.getByText("That code is not right").first().waitFor();
      return page;
    },
  },
  member("app/(account)/account/email/confirm/page.tsx", "nothing waits", () => "/account/email/confirm"),
  account("/security"),
  {
    file: "app/(account)/account/security/page.tsx",
    state: "with an authenticator app",
    open: async (world) => {
      const { page } = await withAuthenticator(world);
      await page.locator("#recovery-done").click();
      await page.getByText("10 of 10 left").waitFor();
      return page;
    },
  },
  {
    file: "app/(account)/account/security/page.tsx",
    state: "with a passkey",
    open: withPasskey,
  },
  {
    file: "app/(account)/account/security/passkeys/new/page.tsx",
    state: "before it is made",
    open: async (world) => (await newMember(world, "/account/security/passkeys/new")).page,
  },
  {
    file: "app/(account)/account/security/passkeys/[passkeyId]/page.tsx",
    state: "to be named or removed",
    open: async (world) => {
      const page = await withPasskey(world);
      await page.getByRole("link", { name: /^Change passkey / }).click();
      await page.locator("#passkey-remove").waitFor();
      return page;
    },
  },
  {
    file: "app/(auth)/login/passkey/page.tsx",
    state: "as a second factor",
    open: async (world) => {
      const { page, person } = await newMember(world, "/account/security/passkeys/new");
      await VirtualPasskeys.attach(page);
      await page.locator("#passkey-make").click();
      await page.getByRole("link", { name: /^Change passkey / }).waitFor();
      await page.goto("/account/security/authenticator");
      await new AuthenticatorScreen(page).add();
      await page.locator("#recovery-done").waitFor();
      const elsewhere = await world.newVisitor();
      await elsewhere.goto("/login");
      await new SignInScreen(elsewhere).signIn(person);
      await elsewhere.locator("#passkey-sign-in").waitFor();
      await page.close();
      return elsewhere;
    },
  },
  {
    file: "app/(account)/account/security/authenticator/page.tsx",
    state: "wrong code",
    open: async (world) => {
      const { page } = await newMember(world, "/account/security/authenticator");
      await page.locator("#otp").fill("000000");
      await page.locator("#otp-submit").click();
      await page.getByText("That code is not right").first().waitFor();
      return page;
    },
  },
  {
    file: "app/(account)/account/security/authenticator/remove/page.tsx",
    state: "question",
    open: async (world) => {
      const { page } = await withAuthenticator(world);
      await page.goto("/account/security/authenticator/remove");
      return page;
    },
  },
  {
    file: "app/(account)/account/security/recovery-codes/page.tsx",
    state: "new codes",
    open: async (world) => (await withAuthenticator(world)).page,
  },
  {
    file: "app/(account)/account/security/recovery-codes/page.tsx",
    state: "no authenticator app",
    open: async (world) => (await newMember(world, "/account/security/recovery-codes")).page,
  },
  {
    file: "app/(auth)/login/code/page.tsx",
    state: "wrong code",
    open: async (world) => {
      const page = await halfSignedIn(world);
      await new SecondFactorScreen(page).confirm("000000");
      await page.locator("#otp-error").waitFor();
      return page;
    },
  },
  {
    file: "app/(auth)/login/enrol/page.tsx",
    state: "where everybody must have a second factor",
    open: async (world) => {
      const { page, person } = await world.newVisitorOfStrictPortal();
      await page.goto("/login");
      await new SignInScreen(page).signIn(person);
      await page.locator("#authenticator-key").waitFor();
      return page;
    },
  },
  {
    file: "app/(auth)/login/recovery/page.tsx",
    state: "empty",
    open: async (world) => {
      const page = await halfSignedIn(world);
      await page.getByRole("link", { name: "Use a recovery code" }).click();
      await page.locator("#recovery-code").waitFor();
      return page;
    },
  },
  account("/sessions"),
  account("/activity"),
  member("app/(account)/account/activity/page.tsx", "nothing of a kind", () => "/account/activity?kind=security"),
  account("/data"),
  account("/data/delete"),
  {
    file: "app/(account)/account/data/delete/page.tsx",
    state: "another address",
    open: async (world) => {
      const { page } = await newMember(world, "/account/data/delete");
      await page.locator("#email").fill("somebody@example.org");
      await page.getByRole("button", { name: "Delete my account" }).click();
      await page.getByText("This is not the address of your account").first().waitFor();
      return page;
    },
  },
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
  ...["", "/credentials", "/redirect-uris", "/scopes", "/branding", "/events", "/settings"].map((part) =>
    ownClient(part),
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
  administrator("app/(admin)/admin/clients/page.tsx", "filled", () => "/admin/clients"),
  administrator(
    "app/(admin)/admin/clients/[clientId]/page.tsx",
    "in review, refused without a reason",
    (world) => `/admin/clients/${world.ownClientId}`,
    async (page) => {
      await page.getByRole("button", { name: "Refuse" }).click();
      await page.getByText("Say why").first().waitFor();
    },
  ),
  {
    file: "app/(admin)/admin/clients/[clientId]/page.tsx",
    state: "verified, with changes that wait",
    open: async (world) => {
      const page = await world.admin.context.newPage();
      const metadata = { client_name: "Acme Reports", redirect_uris: ["https://reports.example.org/callback"] };
      const { body, replace } = await registerByProgram(world.portal, metadata);
      await new ReviewScreen(page).verify(String(body.client_id));
      await replace({
        ...metadata,
        client_id: body.client_id,
        client_name: "Acme Bank",
        client_uri: "https://bank.example.org/",
        redirect_uris: [...metadata.redirect_uris, "https://bank.example.org/callback"],
      });
      await new ReviewScreen(page).open(String(body.client_id));
      await page.getByRole("button", { name: "Refuse the changes" }).click();
      await page.getByText("Say why").first().waitFor();
      return page;
    },
  },
  administrator(
    "app/(admin)/admin/keys/page.tsx",
    "a key that waits",
    () => "/admin/keys",
    async (page) => {
      // Once for all who look: the next press has to wait a quarter of an hour.
      const rotate = page.getByRole("button", { name: "Rotate ES256" });
      if (await rotate.isVisible()) await rotate.click();
      await page.getByText("The next ES256 key does not sign yet").waitFor();
    },
  ),
  administrator("app/(admin)/admin/users/invite/page.tsx", "filled", () => "/admin/users/invite"),
  administrator(
    "app/(admin)/admin/users/invite/page.tsx",
    "errors",
    () => "/admin/users/invite",
    async (page) => {
      await page.getByRole("button", { name: "Send the invitation", exact: true }).click();
      await page.getByText("Write a complete email address").first().waitFor();
    },
  ),
  administrator("app/(admin)/admin/settings/page.tsx", "filled", () => "/admin/settings"),
  administrator(
    "app/(admin)/admin/settings/page.tsx",
    "colours that are refused",
    () => "/admin/settings",
    async (page) => {
      await page.getByLabel("Colour in the light theme").fill("#9fd8d5");
      await page.getByRole("button", { name: "Save: Name and colour" }).click();
      await page.getByRole("link", { name: "Too little contrast on light backgrounds" }).waitFor();
    },
  ),
  administrator("app/(admin)/admin/users/page.tsx", "filled", () => "/admin/users"),
  administrator("app/(admin)/admin/users/page.tsx", "nobody", () => "/admin/users?q=nobody-like-it&state=suspended"),
  administrator(
    "app/(admin)/admin/users/[userId]/page.tsx",
    "filled",
    (world) => `/admin/users/${world.member.person.userId}`,
  ),
  administrator(
    "app/(admin)/admin/users/[userId]/page.tsx",
    "a link for a new password",
    (world) => `/admin/users/${world.member.person.userId}`,
    async (page) => {
      await page.getByRole("button", { name: "Make a link" }).click();
      await page.getByLabel("Link for a new password").waitFor();
    },
  ),
  administrator(
    "app/(admin)/admin/users/[userId]/page.tsx",
    "the question before deleting",
    (world) => `/admin/users/${world.member.person.userId}?ask=delete`,
  ),
  administrator("app/(admin)/admin/audit/page.tsx", "filled", () => "/admin/audit"),
  administrator("app/(admin)/admin/audit/page.tsx", "no match", () => "/admin/audit?person=nobody@example.org"),
  administrator("app/(admin)/admin/groups/page.tsx", "filled", () => "/admin/groups"),
  administrator(
    "app/(admin)/admin/groups/page.tsx",
    "a name with a comma",
    () => "/admin/groups",
    async (page) => {
      await page.getByLabel("Name").fill("editors, writers");
      await page.getByRole("button", { name: "Make group" }).click();
      await page.getByText("Use no commas").first().waitFor();
    },
  ),
  administrator("app/(admin)/admin/groups/[groupId]/page.tsx", "filled", (world) => `/admin/groups/${world.groupId}`),
  administrator(
    "app/(admin)/admin/groups/[groupId]/page.tsx",
    "the question before deleting, and an address without an account",
    (world) => `/admin/groups/${world.groupId}?ask=delete`,
    async (page) => {
      await page.getByLabel("Email address").fill("nobody@example.org");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText("Nobody here has an account").first().waitFor();
    },
  ),
  administrator("app/(admin)/admin/claims/page.tsx", "the question before removing", () => "/admin/claims?remove=team"),
  administrator(
    "app/(admin)/admin/claims/page.tsx",
    "a name that is taken",
    () => "/admin/claims",
    async (page) => {
      await new ClaimsScreen(page).define({ name: "sub", label: "Team", scope: "profile" });
      await page.getByText("This name has a meaning").first().waitFor();
    },
  ),
  administrator(
    "app/(admin)/admin/users/[userId]/page.tsx",
    "the editor of a claim",
    (world) => `/admin/users/${world.member.person.userId}?claim=team`,
  ),
  member("app/(account)/account/page.tsx", "the editor of a claim", () => "/account?claim=team"),
  administrator(
    "app/(admin)/admin/registration/page.tsx",
    "the question before revoking",
    (world) => `/admin/registration?revoke=${world.registrationTokenId}`,
  ),
  administrator(
    "app/(admin)/admin/registration/page.tsx",
    "errors",
    () => "/admin/registration",
    async (page) => {
      await new RegistrationScreen(page).fill({ note: "", uses: "none", days: "0" });
      await page.getByText("Use a whole number").first().waitFor();
    },
  ),
  administrator(
    "app/(admin)/admin/registration/page.tsx",
    "a new token",
    () => "/admin/registration",
    async (page) => {
      const screen = new RegistrationScreen(page);
      await screen.fill({ note: "The board team", uses: "", days: "30" });
      await screen.readToken();
    },
  ),
];
