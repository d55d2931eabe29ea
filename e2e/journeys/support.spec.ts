import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "../fixtures/test";
import { PeopleScreen } from "../screens/people";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

/** The addresses of every page and file of the administration. */
function listAddresses(params: Record<string, string>): string[] {
  const root = path.join(process.cwd(), "app/(admin)/admin");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file) && file !== "route.ts")
    .map((file) => `/admin/${path.dirname(file)}`.replace(/\[([.\w]+)\]/g, (_, name: string) => params[name] ?? "x"))
    .sort();
}

test("support looks after people, and finds nothing else of the administration @no-js", async ({
  page,
  portal,
  browser,
}) => {
  const administrator = await portal.createUser({ isAdmin: true });
  const support = await portal.createUser();
  const member = await portal.createUser();
  const groupId = await portal.createGroup(`Helped ${member.userId.slice(-6)}`, [member]);
  await page.goto(`/admin/users/${support.userId}`);
  await new SignInScreen(page).signIn(administrator);
  const byAdministrator = new PeopleScreen(page);
  await byAdministrator.act("Make support", "is support now");

  const context = await browser.newContext({ baseURL: portal.url });
  const theirs = await context.newPage();
  await theirs.goto("/admin/users");
  await new SignInScreen(theirs).signIn(support);
  await theirs.goto("/admin");
  await expect(theirs).toHaveURL(/\/admin\/users$/);
  const statuses = new Map<string, number>();
  for (const address of listAddresses({ userId: member.userId, groupId })) {
    statuses.set(address, (await theirs.request.get(address)).status());
  }
  const open = [...statuses].flatMap(([address, status]) => (status === 404 ? [] : [`${status} ${address}`]));
  expect(open).toEqual(["200 /admin/users", `200 /admin/users/${member.userId}`]);
  expect(statuses.size).toBeGreaterThan(10);

  const screen = new PeopleScreen(theirs);
  await screen.open(member.userId);
  await expect(theirs.getByRole("navigation", { name: "Parts of the administration" }).getByRole("link")).toHaveCount(
    1,
  );
  await expect(theirs.getByRole("link", { name: "Delete the account" })).toHaveCount(0);
  await expect(theirs.getByRole("link", { name: "Make administrator" })).toHaveCount(0);
  await screen.act("Suspend", "is suspended");
  await theirs.getByRole("button", { name: "Lift the suspension" }).click();
  await expectStatus(theirs, "can sign in again");
  await screen.find(administrator.email);
  await theirs.getByRole("link", { name: administrator.email }).click();
  await expect(theirs.getByText("This is an administrator's account")).toBeVisible();

  await page.goto(`/admin/users/${support.userId}`);
  await byAdministrator.act("Take this away", "is no longer support");
  expect((await theirs.request.get("/admin/users")).status()).toBe(404);
  await context.close();
});
