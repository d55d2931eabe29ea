import { expect, it } from "vitest";
import { limitAddress, rateLimitRules } from "./rate-limit";

const subjectOf = (address: string | null) => limitAddress(rateLimitRules.signInByAddress, address)[0]?.subject;

it("counts an IPv4 address by itself, and an IPv6 address with its whole /64 (RFC 6177 §2)", () => {
  expect(subjectOf("192.0.2.1")).toBe("192.0.2.1");
  expect(subjectOf("192.0.2.2")).toBe("192.0.2.2");
  const network = "2001:db8:1:2";
  for (const address of ["2001:db8:1:2::1", "2001:DB8:1:2:ffff:0:0:1", "2001:db8:1:2::", "2001:0db8:0001:0002::9"]) {
    expect(subjectOf(address), address).toBe(network);
  }
  expect(subjectOf("2001:db8:1:3::1")).toBe("2001:db8:1:3");
  expect(subjectOf("2001:db8::1")).toBe("2001:db8:0:0");
  expect(subjectOf("::1")).toBe("0:0:0:0");
  expect(subjectOf("fe80::1%eth0")).toBe("fe80:0:0:0");
  expect(subjectOf(null)).toBeUndefined();
});
