import { expect, test } from "../fixtures/test";
import { registerAs } from "../screens/console";
import { PlaygroundScreen } from "../screens/playground";

test("a developer signs in to their app in the playground, sees the tokens, and breaks it @no-js", async ({
  page,
  person,
}) => {
  const { clientId } = await registerAs(page, person, "Acme Trial", ["https://trial.example.org/callback"]);
  const playground = new PlaygroundScreen(page);
  await playground.signIn(clientId);
  expect(new URL(page.url()).search).toBe("");

  await playground.send("Send a wrong verifier", "wrong_verifier");
  await expect(page.locator("#wrong_verifier")).toContainText("code_verifier_wrong");
  await playground.send("Exchange the code", "exchange");
  await expect(page.locator("#exchange")).toContainText("HTTP 200");
  await expect(page.locator("#tokens").getByText("The signature is right")).toBeVisible();
  await playground.send("Ask userinfo", "userinfo");
  await expect(page.locator("#userinfo")).toContainText("HTTP 200");
  await playground.send("Use the code again", "code_again");
  await expect(page.locator("#code_again")).toContainText("code_used");
  expect(await page.content()).not.toMatch(/pt_cs_[\w-]{43}/);

  await page.getByRole("button", { name: "End and revoke its tokens" }).click();
  await expect(page.getByRole("button", { name: "Start", exact: true })).toBeVisible();
  expect((await page.goto("/console/playground/callback?code=stolen&state=guessed"))?.status()).toBe(404);
});
