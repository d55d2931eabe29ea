import type { Page } from "playwright/test";
import { newPassword } from "../../fixtures/portal";
import { VirtualPasskeys } from "../../fixtures/virtual-passkeys";
import { readForm } from "../../screens/forms";
import { MailedCodeScreen, ResetScreen, readNewestLink, readNewestMail } from "../../screens/getting-back-in";
import { AuthenticatorScreen, SecondFactorScreen } from "../../screens/second-factor";
import { SignInScreen } from "../../screens/sign-in";
import { SignUpScreen } from "../../screens/sign-up";
import type { World } from "../world";
import { changingEmail, newMember, withAuthenticator } from "./new-member";
import { member, type View, visitor } from "./view";
import { withUpstream } from "./with-upstream";

async function signInWrongly(page: Page): Promise<void> {
  await new SignInScreen(page).signIn({ email: "nobody@example.org", password: newPassword() });
  await new SignInScreen(page).error.waitFor();
}

/** Somebody new with an authenticator app who signs in elsewhere, at the page that asks for a code. */
async function halfSignedIn(world: World): Promise<Page> {
  const { person } = await withAuthenticator(world);
  const page = await world.newVisitor();
  await page.goto(world.clientApp.authorizeUrl(world.newClient));
  await new SignInScreen(page).signIn(person);
  await page.locator("#otp").waitFor();
  return page;
}

export const authViews: View[] = [
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
    state: "another place to sign in",
    open: async (world) => withUpstream(world, await world.newVisitor(), "/login"),
  },
  {
    file: "app/(auth)/login/upstream/connect/page.tsx",
    state: "before somebody goes there",
    open: async (world) => {
      const { page } = await newMember(world, "/account");
      return withUpstream(world, page, "/login/upstream/connect?upstream=github");
    },
  },
  visitor("app/(auth)/login/upstream/email/page.tsx", "nothing waits", "/login/upstream/email"),
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
    state: "too many wrong passwords",
    isOnce: true,
    open: async (world) => {
      const { page, person } = await world.newVisitorOfStrictPortal();
      await page.goto("/login");
      const { action, fields } = await readForm(page, page.locator("#login-submit"));
      const form = { ...fields, username: person.email, password: newPassword() };
      for (let wrong = 0; wrong < 10; wrong += 1) await page.request.post(action, { form, maxRedirects: 0 });
      await new SignInScreen(page).signIn({ ...person, password: newPassword() });
      await page.getByText("Too many tries").waitFor();
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
    file: "app/(auth)/login/page.tsx",
    state: "prompt=login",
    open: async (world) => {
      const page = await world.member.context.newPage();
      await page.goto(world.clientApp.authorizeUrl(world.allowedClient, { prompt: "login" }));
      await page.getByRole("heading", { name: "Sign in again to continue" }).waitFor();
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
    file: "app/(auth)/login/passkey/new/page.tsx",
    state: "offered",
    open: async (world) => {
      const { page } = await newMember(world, "/account/security");
      await page.goto("/login/passkey/new");
      await page.locator("#passkey-make").waitFor();
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
];
