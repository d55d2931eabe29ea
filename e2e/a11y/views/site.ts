import { webClient } from "../../fixtures/client-app";
import { newPassword } from "../../fixtures/portal";
import { ConsentScreen } from "../../screens/consent";
import { SignInScreen } from "../../screens/sign-in";
import { member, type View, visitor } from "./view";

/** The documentation, which people read in any language and on any screen. */
const docsViews: View[] = [
  visitor("app/docs/page.tsx", "a search that finds something", "/docs?q=token"),
  visitor("app/docs/[page]/page.tsx", "a concept with a drawing", "/docs/flow"),
  visitor("app/docs/[page]/page.tsx", "every endpoint", "/docs/endpoints"),
  visitor("app/docs/[page]/page.tsx", "every error", "/docs/errors"),
  member("app/docs/[page]/page.tsx", "a guide with the reader's own app", () => "/docs/sign-in"),
];

export const siteViews: View[] = [
  ...docsViews,
  visitor("app/page.tsx", "nobody signed in", "/"),
  member("app/page.tsx", "signed in", () => "/"),
  visitor("app/not-found.tsx", "no such page", "/no-such-page"),
  member("app/not-found.tsx", "no such page for those who are no administrators", () => "/admin/clients"),
  visitor("app/outbox/page.tsx", "as it is", "/outbox"),
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
  member("error page of the protocol", "redirect URI not registered, seen by the owner", (world) =>
    world.clientApp.authorizeUrl(
      { client_id: world.ownClientId, client_secret: "" },
      { redirect_uri: "https://board.example.org/elsewhere" },
    ),
  ),
];
