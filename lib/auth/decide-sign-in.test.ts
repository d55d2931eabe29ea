import { describe, expect, it } from "vitest";
import { decideSignIn } from "./decide-sign-in";
import type { Factor } from "./factors/factor";

const password: Factor = { name: "password", amr: ["pwd"], restsOn: "knowledge", page: "/login" };
const pin: Factor = { name: "pin", amr: ["pin"], restsOn: "knowledge", page: "/login/pin" };
const key: Factor = { name: "key", amr: ["hwk"], restsOn: "possession", page: "/login/key" };

describe("what follows from what was proved", () => {
  it("nothing proved: the first factor that the person has", () => {
    const step = decideSignIn({ proved: [], has: [password, key], wantsMultiFactor: false });
    expect(step).toEqual({ kind: "prove", factors: [password, key] });
  });

  it("one factor is a session where one is enough", () => {
    const step = decideSignIn({ proved: [key], has: [password, key], wantsMultiFactor: false });
    expect(step).toEqual({ kind: "session", amr: ["hwk"] });
  });

  it("two things that a person knows are still one kind (NIST SP 800-63B-4 §2.2)", () => {
    const step = decideSignIn({ proved: [password, pin], has: [password, pin, key], wantsMultiFactor: true });
    expect(step).toEqual({ kind: "prove", factors: [key] });
  });

  it("something known and something held are more than one factor", () => {
    const step = decideSignIn({ proved: [password, key], has: [password, key], wantsMultiFactor: true });
    expect(step).toEqual({ kind: "session", amr: ["pwd", "hwk", "mfa"] });
  });

  it("what the app asks for is proved by whoever can, and given up by whoever cannot", () => {
    const isWanted = (amr: readonly string[]) => amr.includes("hwk");
    const otp: Factor = { name: "otp", amr: ["otp"], restsOn: "possession", page: "/login/otp" };
    const want = (proved: Factor[], has: Factor[], wantsMultiFactor: boolean) =>
      decideSignIn({ proved, has, wantsMultiFactor, isWanted });
    expect(want([password], [password, otp, key], true)).toEqual({ kind: "prove", factors: [key] });
    expect(want([password], [password, key], false)).toEqual({ kind: "prove", factors: [key] });
    expect(want([password], [password, otp], false)).toEqual({ kind: "session", amr: ["pwd"] });
    expect(want([password], [password, otp], true)).toEqual({ kind: "prove", factors: [otp] });
    expect(want([password, otp], [password, otp], true)).toEqual({ kind: "session", amr: ["pwd", "otp", "mfa"] });
  });

  it("whoever has nothing else is stuck, and not signed in", () => {
    expect(decideSignIn({ proved: [password], has: [password, pin], wantsMultiFactor: true })).toEqual({
      kind: "stuck",
    });
  });
});
