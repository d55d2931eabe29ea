import { expect, it } from "vitest";
import { classifyTarget } from "./request-target.mjs";

it.each([
  ["/", "address"],
  ["/console/clients/pt_cl_a%2Fb", "address"],
  ["/account?next=%zz", "address"],
  ["*", "server"],
  ["/console/clients/%zz", "unreadable"],
  ["/%", "unreadable"],
  ["/a%ff?b", "unreadable"],
  ["/%c3%a9", "address"],
])("%s is %s (RFC 9112 §3.2, RFC 3986 §2.1)", (target, kind) => {
  expect(classifyTarget(target)).toBe(kind);
});
