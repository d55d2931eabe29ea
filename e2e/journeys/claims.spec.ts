import { ClientApp, webClient } from "../fixtures/client-app";
import { expect, test } from "../fixtures/test";
import { ClaimsScreen } from "../screens/claims";
import { ConsentScreen } from "../screens/consent";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("an administrator defines a claim, a person sets it and allows it, and an app reads it with their groups @no-js", async ({
  page,
  portal,
  browser,
}) => {
  const administrator = await portal.createUser({ isAdmin: true });
  const member = await portal.createUser();
  await portal.createGroup(`Editors ${member.userId.slice(-6)}`, [member]);
  await page.goto("/admin/claims");
  await new SignInScreen(page).signIn(administrator);
  const screen = new ClaimsScreen(page);
  await screen.define({ name: "sub", label: "Shift", scope: "profile" });
  await expect(page.getByText("This name has a meaning").first()).toBeVisible();
  const scope = { name: "shift", title: "See when you work" };
  await screen.define({ name: "work_shift", label: "Shift", scope, editor: "person" });
  await expectStatus(page, "is defined");

  const clientApp = new ClientApp(portal.url);
  await clientApp.start();
  const context = await browser.newContext({ baseURL: portal.url });
  try {
    const theirs = await context.newPage();
    await theirs.goto("/account");
    await new SignInScreen(theirs).signIn(member);
    await theirs.getByRole("link", { name: "Change Shift" }).click();
    await theirs.getByLabel("Shift", { exact: true }).fill("Nights");
    await theirs.getByRole("button", { name: "Save", exact: true }).click();
    await expectStatus(theirs, "saved");

    const client = await portal.createClient(webClient(clientApp, { scope: "openid shift groups" }));
    await theirs.goto(clientApp.authorizeUrl(client, { scope: "openid shift groups" }));
    await expect(theirs.getByText("See when you work")).toBeVisible();
    await expect(theirs.getByText("See which groups you are in")).toBeVisible();
    await new ConsentScreen(theirs).allow();
    await theirs.getByText("Back at the client").waitFor();
    const { body } = await clientApp.redeem(client, clientApp.lastCallback.params.get("code") ?? "");
    const headers = { authorization: `Bearer ${body.access_token}` };
    const userinfo = await fetch(`${portal.url}/oauth/userinfo`, { headers });
    expect(await userinfo.json()).toEqual({
      sub: member.userId,
      work_shift: "Nights",
      groups: [`Editors ${member.userId.slice(-6)}`],
    });
  } finally {
    await context.close();
    await clientApp.stop();
  }

  await page.getByRole("link", { name: "Remove the claim work_shift" }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  await expectStatus(page, "is removed");
});
