import { expect, test } from "playwright/test";
import { newPassword, Portal } from "../fixtures/portal";

test.describe.configure({ timeout: 300_000 });

test("the command line works while the embedded portal runs, and its answer is JSON alone", async () => {
  const portal = await Portal.start({ DATABASE_URL: "" });
  try {
    const printed = await portal.commandLine(
      "user",
      "create",
      "--email",
      "user@example.org",
      "--password",
      newPassword(),
    );
    expect(JSON.parse(printed)).toMatchObject({ email: "user@example.org" });
  } finally {
    await portal.stop();
  }
});
