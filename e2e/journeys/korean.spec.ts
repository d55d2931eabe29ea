import { randomBytes } from "node:crypto";
import { webClient } from "../fixtures/client-app";
import { newPassword } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { SignUpScreen } from "../screens/sign-up";
import { expectStatus } from "../screens/status";

test.use({ locale: "ko-KR" });

test("from an empty browser to an app and back again, all of it in Korean, until English is chosen @no-js", async ({
  page,
  portal,
  clientApp,
}) => {
  const html = page.locator("html");
  const heading = page.getByRole("heading", { level: 1 });
  const email = `user-${randomBytes(4).toString("hex")}@example.org`;
  const client = await portal.createClient(webClient(clientApp));

  await test.step("an account, confirmed with the mailed code", async () => {
    await page.goto("/");
    await expect(html).toHaveAttribute("lang", "ko");
    await page.getByRole("main").getByRole("link", { name: "계정 만들기" }).click();
    await page.getByLabel("이메일").fill(email);
    await page.getByLabel("이름", { exact: true }).fill("홍길동");
    await page.getByLabel("비밀번호", { exact: true }).fill(newPassword());
    await page.getByRole("button", { name: "계정 만들기" }).click();
    await expect(heading).toHaveText("메일을 확인하세요");
    await expect(page.getByRole("main")).toContainText(`${email} 주소로 8자리 코드를 보냈습니다.`);
    const code = await new SignUpScreen(page).readMailedCode(email);
    await page.getByLabel("코드", { exact: true }).fill(code);
    await page.getByRole("button", { name: "확인", exact: true }).click();
    await expect(heading).toHaveText("프로필");
  });

  await test.step("an app asks, and is allowed", async () => {
    await page.goto(clientApp.authorizeUrl(client, { scope: "openid profile email offline_access" }));
    await expect(heading).toHaveText("Acme Calendar의 계정 사용을 허용하시겠습니까?");
    await expect(page.getByText("허용하면 Acme Calendar가 할 수 있는 일")).toBeVisible();
    await page.getByRole("button", { name: "허용", exact: true }).click();
    await expect(heading).toHaveText("Back at the client");
  });

  await test.step("its access is removed again, with dates as Korean writes them", async () => {
    await page.goto("/account");
    await page.getByRole("navigation", { name: "내 계정" }).getByRole("link", { name: "연결된 앱" }).click();
    const row = page.getByRole("listitem").filter({ hasText: "Acme Calendar" });
    await expect(row).toContainText(/\d{4}년 \d{1,2}월 \d{1,2}일/);
    await page.getByLabel("Acme Calendar 연결 해제").first().click();
    // a question over the page, or without JavaScript a page of its own
    await expect(page.getByRole("heading", { name: "Acme Calendar 연결을 해제하시겠습니까?" })).toBeVisible();
    await page.getByRole("button", { name: "연결 해제", exact: true }).click();
    await expectStatus(page, "Acme Calendar 연결을 해제했습니다.");
    await page.goto("/account/activity");
    await expect(page.getByRole("main")).toContainText("Acme Calendar 연결을 해제했습니다");
    await page.goto("/outbox");
    await expect(page.getByRole("main")).toContainText("Portico 계정에서 ‘Acme Calendar’ 연결이 해제되었습니다");
  });

  await test.step("English is chosen at the foot of a page, and stays", async () => {
    await page.goto("/account/activity");
    await page.getByRole("contentinfo").getByRole("button", { name: "English", exact: true }).click();
    await expect(heading).toHaveText("Activity");
    await expect(html).toHaveAttribute("lang", "en");
    await page.goto("/account");
    await expect(heading).toHaveText("Profile");
  });

  await test.step("Korean is chosen in the account's menu, where the way out is too", async () => {
    await page.getByRole("banner").getByRole("button", { name: "Account menu" }).click();
    await page.getByRole("banner").getByRole("button", { name: "한국어" }).click();
    await expect(heading).toHaveText("프로필");
    await page.goto("/account");
    await page.getByRole("banner").getByRole("button", { name: "계정 메뉴" }).click();
    await page.getByRole("banner").getByRole("link", { name: "로그아웃" }).click();
    await expect(heading).toHaveText("Portico에서 로그아웃하시겠습니까?");
    await page.getByRole("main").getByRole("button", { name: "로그아웃" }).click();
    await expect(heading).toHaveText("로그아웃했습니다");
  });
});
