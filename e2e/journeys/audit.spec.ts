import { readFile } from "node:fs/promises";
import { expect, test } from "../fixtures/test";
import { SignInScreen } from "../screens/sign-in";

test("an administrator filters the audit log, reads an event, and downloads what the filter shows @no-js", async ({
  page,
  portal,
}) => {
  const administrator = await portal.createUser({ isAdmin: true });
  const member = await portal.createUser();
  await portal.createGroup(`Auditors ${member.userId.slice(-6)}`, [member]);
  await page.goto("/admin/audit");
  await new SignInScreen(page).signIn(administrator);
  await expect(page.getByText(/^The newest .* as written/)).toBeVisible();
  await page.getByLabel("Person").fill(member.email);
  await page.getByLabel("Event").selectOption("group.member_added");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/event=group.member_added/);
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows).toHaveCount(2);
  await page.getByText("Details", { exact: true }).click();
  await expect(page.getByText(`"name": "Auditors ${member.userId.slice(-6)}"`)).toBeVisible();

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as JSON Lines" }).click();
  const lines = (await readFile(await (await downloading).path(), "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ type: "group.member_added", user_id: member.userId }]);
  await page.goto("/admin/audit?event=audit.exported");
  await expect(
    page
      .getByRole("link", { name: administrator.email })
      .or(page.getByText(`by ${administrator.email}`))
      .first(),
  ).toBeVisible();
});
