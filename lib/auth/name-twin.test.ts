import { describe, expect, it } from "vitest";
import { seemsToBePortal } from "./name-twin";

describe("a name that pretends to be the portal", () => {
  it.each([
    "Portico",
    "PORTICO",
    "Portico Support",
    "Official Portico",
    "Portico-Support",
    "PorticoSupport",
    "The official Portico app",
    "Sign in with Portico",
    "My Portico account",
    "Роrtісо Security Team",
    "P0rtic0 Help Desk",
    "Portico Center Notifications",
    "Portico's Support",
    "Portico’s Login",
    "The official PORTICO'S app",
    "Porticoʼѕ Support",
    "Sign in at Portico's",
    "Portico 고객센터",
    "공식 Portico",
    "Portico 계정 관리자",
  ])("is %s", (name) => {
    expect(seemsToBePortal(name, "Portico")).toBe(true);
  });

  it.each([
    "Portico Calendar",
    "Calendar for Portico",
    "Support",
    "Official Calendar",
    "Porticoes of Bologna",
    "Portico's Calendar",
    "Portico't Support",
    "Portland Support",
    "Portico 캘린더",
    "고객센터",
    "",
  ])("is not %s", (name) => {
    expect(seemsToBePortal(name, "Portico")).toBe(false);
  });

  it("is one in the portal's own language", () => {
    expect(seemsToBePortal("에이콘 고객센터", "에이콘")).toBe(true);
    expect(seemsToBePortal("공식 에이콘 로그인", "에이콘")).toBe(true);
    expect(seemsToBePortal("에이콘 주문서", "에이콘")).toBe(false);
  });

  it("is one where the portal's own name has a possessive", () => {
    expect(seemsToBePortal("Kim’s Login", "Kim's")).toBe(true);
    expect(seemsToBePortal("Kims", "Kim's")).toBe(true);
  });

  it("is found in the longest names, whatever the portal is called, within a moment", () => {
    expect(seemsToBePortal("in".repeat(2_000), "on")).toBe(false);
    expect(seemsToBePortal(`${"in".repeat(2_000)}on`, "on")).toBe(true);
    expect(seemsToBePortal("Support", "!!!")).toBe(false);
  });
});
