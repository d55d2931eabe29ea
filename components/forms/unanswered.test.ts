import { expect, test } from "vitest";
import { whyUnanswered } from "./unanswered";

test("an answer that never came, or came from elsewhere, is told from an action that threw", () => {
  expect(whyUnanswered(new TypeError("Failed to fetch"))).toBe("unreachable");
  expect(whyUnanswered(new Error("An unexpected response was received from the server."))).toBe("unreachable");
  expect(whyUnanswered(Object.assign(new Error("x"), { digest: "NEXT_REDIRECT;push;/login;303;" }))).toBeNull();
  expect(whyUnanswered("x")).toBeNull();
});

test("a press whose body the portal refused unread is told by the answer's one word", () => {
  expect(whyUnanswered(new Error("busy"))).toBe("busy");
  expect(whyUnanswered(new Error("large"))).toBe("large");
});

test("a press on a page of an older build is told from a portal that cannot be reached", () => {
  const error = Object.assign(new Error("Server Action was not found"), { name: "UnrecognizedActionError" });
  expect(whyUnanswered(error)).toBe("updated");
});
