import type { Page } from "playwright/test";
import { drawPicture } from "../../fixtures/picture";
import { VirtualPasskeys } from "../../fixtures/virtual-passkeys";
import type { World } from "../world";
import { changingEmail, newMember, withAuthenticator } from "./new-member";
import { member, type View } from "./view";
import { withUpstream } from "./with-upstream";

const account = (part: string): View =>
  member(`app/(account)/account${part}/page.tsx`, "filled", () => `/account${part}`);

/** Somebody new with a passkey, at the security page. */
async function withPasskey(world: World): Promise<Page> {
  const { page } = await newMember(world, "/account/security/passkeys/new");
  await VirtualPasskeys.attach(page);
  await page.locator("#passkey-make").click();
  await page.getByRole("link", { name: /^Change passkey / }).waitFor();
  return page;
}

export const accountViews: View[] = [
  member("app/(account)/account/[...path]/page.tsx", "no such page", () => "/account/no-such-page"),
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
  account("/apps/unverified"),
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
    file: "app/(account)/account/email/page.tsx",
    state: "an address waits for its code",
    open: async (world) => {
      const { page } = await changingEmail(world);
      await page.goto("/account/email");
      await page.locator("#pending-email").waitFor();
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
    state: "with a place to add an account of",
    open: async (world) => withUpstream(world, await world.member.context.newPage(), "/account/security"),
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
  member("app/(account)/account/page.tsx", "the editor of a claim", () => "/account?claim=team"),
];
