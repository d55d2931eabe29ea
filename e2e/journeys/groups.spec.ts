import { expect, test } from "../fixtures/test";
import { GroupsScreen } from "../screens/groups";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("an administrator makes a group, puts somebody in, renames it and deletes it @no-js", async ({ page, portal }) => {
  const member = await portal.createUser();
  const name = `Editors ${member.userId.slice(-6)}`;
  await page.goto("/admin/groups");
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  const groups = new GroupsScreen(page);
  await groups.make(name);
  await groups.add(member.email, name);
  await page.getByRole("link", { name: member.email }).click();
  await page.getByRole("button", { name: `Remove from ${name}` }).click();
  await expectStatus(page, "Removed from the group");
  await page.getByLabel("Name of a group").fill(name.toUpperCase());
  await page.getByRole("button", { name: "Add to the group" }).click();
  await page.getByRole("link", { name }).click();

  await page.getByRole("textbox", { name: "Name" }).fill(`${name} and writers`);
  await page.getByRole("button", { name: "Save the name" }).click();
  await expectStatus(page, "is called");
  await page.getByRole("link", { name: "Delete the group" }).click();
  await expect(page.getByText("1 person is in it")).toBeVisible();
  await page.getByRole("button", { name: "Delete the group" }).click();
  await expectStatus(page, "is deleted");
  await expect(page).toHaveURL(/\/admin\/groups(#.*)?$/);
});
