import { registerByProgram } from "../../fixtures/register-by-program";
import { RegistrationScreen, ReviewScreen } from "../../screens/admin";
import { ClaimsScreen } from "../../screens/claims";
import { administrator, type View } from "./view";
import { withDirectory } from "./with-directory";
import { withUpstream } from "./with-upstream";

export const adminViews: View[] = [
  administrator("app/(admin)/admin/[...path]/page.tsx", "no such page", () => "/admin/no-such-page"),
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
  administrator(
    "app/(admin)/admin/users/page.tsx",
    "nobody",
    () => "/admin/users?q=nobody-like-it&state=suspended&seen=never",
  ),
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
    "the question before deleting, and taking over the apps",
    (world) => `/admin/users/${world.member.person.userId}?ask=delete-and-take`,
  ),
  administrator(
    "app/(admin)/admin/users/[userId]/page.tsx",
    "the question before deleting, with the apps",
    (world) => `/admin/users/${world.member.person.userId}?ask=delete-with-apps`,
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
  administrator("app/(admin)/admin/sign-in/page.tsx", "empty", () => "/admin/sign-in"),
  {
    file: "app/(admin)/admin/sign-in/page.tsx",
    state: "a place that is edited",
    open: async (world) => withUpstream(world, await world.admin.context.newPage(), "/admin/sign-in?edit=github"),
  },
  {
    file: "app/(admin)/admin/sign-in/page.tsx",
    state: "the question before removing",
    open: async (world) => withUpstream(world, await world.admin.context.newPage(), "/admin/sign-in?remove=github"),
  },
  administrator(
    "app/(admin)/admin/sign-in/page.tsx",
    "nothing filled in",
    () => "/admin/sign-in",
    async (page) => {
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText("Use 1 to 32 lower-case letters").first().waitFor();
    },
  ),
  administrator("app/(admin)/admin/directories/page.tsx", "empty", () => "/admin/directories"),
  administrator(
    "app/(admin)/admin/directories/page.tsx",
    "existing accounts at no domain",
    () => "/admin/directories",
    async (page) => {
      await page.getByLabel("Name").fill("Acme");
      await page.getByLabel("May take existing accounts").check();
      await page.getByRole("button", { name: "Add the directory" }).click();
      await page.getByText("Name the domains").first().waitFor();
    },
  ),
  {
    file: "app/(admin)/admin/directories/page.tsx",
    state: "a directory that is edited",
    open: async (world) => withDirectory(world, await world.admin.context.newPage(), "edit"),
  },
  {
    file: "app/(admin)/admin/directories/page.tsx",
    state: "the question before removing",
    open: async (world) => withDirectory(world, await world.admin.context.newPage(), "remove"),
  },
  administrator("app/(admin)/admin/claims/page.tsx", "a claim that is edited", () => "/admin/claims?edit=team"),
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
