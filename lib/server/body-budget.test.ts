import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, it } from "vitest";
import { countHeldBytes, createBodyBudget, heldLimits } from "./body-budget.mjs";
import { admitPagePost } from "./page-post.mjs";
import { SMALL_BODY_BYTES } from "./request-body-limit.mjs";

const { small, large } = heldLimits;
const picture = large.each / 2;

/** Takes bytes for a sender until there are none left. */
function fill(budget: ReturnType<typeof createBodyBudget>, bytes: number, name: (n: number) => string) {
  const taken: (() => void)[] = [];
  for (let n = 0; n < 10_000; n += 1) {
    const answer = budget.take(name(n), bytes);
    if (typeof answer === "number") return { taken, status: answer };
    taken.push(answer);
  }
  throw new Error("there is no limit");
}

it("a sender who has two large bodies on the way gets 429 for the third (RFC 6585 §4), and nobody else does", () => {
  const budget = createBodyBudget();
  const own = fill(budget, picture, () => "one");
  expect([own.taken.length, own.status]).toEqual([2, 429]);
  expect(budget.take("another", picture)).toBeTypeOf("function");
});

it("when all have as much on the way as may be held, the next gets 503 (RFC 9110 §15.6.4), but a form is taken", () => {
  const budget = createBodyBudget();
  const all = fill(budget, picture, (n) => `sender ${n}`);
  expect([all.taken.length * picture, all.status]).toEqual([large.all, 503]);
  expect(budget.take("sender 0", SMALL_BODY_BYTES)).toBeTypeOf("function");
});

it("bytes that were given back can be taken again, once", () => {
  const budget = createBodyBudget();
  const { taken } = fill(budget, SMALL_BODY_BYTES, () => "one");
  expect(taken).toHaveLength(small.each / SMALL_BODY_BYTES);
  taken[0]?.();
  taken[0]?.();
  expect(budget.take("one", SMALL_BODY_BYTES)).toBeTypeOf("function");
  expect(budget.take("one", SMALL_BODY_BYTES)).toBe(429);
});

it("many processes share what all may take, and each of them takes at least what one sender may", () => {
  const shared = fill(createBodyBudget(3), picture, (n) => `sender ${n}`);
  expect(shared.taken).toHaveLength(large.all / picture / 3);
  expect(fill(createBodyBudget(64), picture, () => "one").taken).toHaveLength(2);
});

it.each([
  [{}, 0],
  [{ "content-length": "16384" }, 0],
  [{ "content-length": "16385" }, 16_385],
  [{ "content-length": "70000" }, SMALL_BODY_BYTES],
  [{ "transfer-encoding": "chunked" }, SMALL_BODY_BYTES],
])("of a body that says %j, %i bytes count", (headers, bytes) => {
  expect(countHeldBytes({ headers }, SMALL_BODY_BYTES)).toBe(bytes);
});

it("what a body took is given back when whoever looks at it fails", async () => {
  const budget = createBodyBudget();
  fill(budget, SMALL_BODY_BYTES, (n) => (n < small.each / SMALL_BODY_BYTES - 1 ? "somebody" : "another"));
  const runtime = {
    judgePagePost: async () => ({ kind: "action", userId: "somebody" }) as const,
    isActionBody: () => Promise.reject(new Error("cannot be looked at")),
  };
  // There is room for one: the second would be refused if the first still counted.
  for (let n = 0; n < 2; n += 1) {
    const request = new IncomingMessage(new Socket());
    request.headers["content-length"] = String(SMALL_BODY_BYTES);
    const verdict = admitPagePost(request, runtime, budget);
    request.push(null);
    await expect(verdict).rejects.toThrow("cannot be looked at");
  }
});
