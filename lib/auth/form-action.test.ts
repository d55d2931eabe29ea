import { redirect } from "next/navigation";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { FormAnswer } from "../forms/answer";
import * as bound from "../forms/bound";
import * as field from "../forms/fields";
import type { FormResult } from "../forms/result";

const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>(), userId: "ann" }));

// Next.js has them for a request of its own only.
vi.mock("next/headers", () => ({ headers: async () => request.headers, cookies: async () => request.cookies }));
vi.mock("./require-user", () => ({ getCurrentUser: async () => ({ userId: request.userId, locale: "en" }) }));

// Test files share their modules: what another file loaded has the real ones in it, and nobody else may get those of this.
vi.resetModules();
const { formAction } = await import("./form-action");
const { findTypedBefore } = await import("./typed-before");
afterAll(() => vi.resetModules());

const untouched: FormAnswer<string> = { attempt: 0, message: null, fields: {}, values: {} };

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

/** An action whose form ends in that result. */
function actionWith(result: FormResult<"name" | "secret", "nameTooLong", string>) {
  const seen: unknown[] = [];
  const action = formAction({
    bound: [bound.text],
    fields: { name: field.text(), secret: field.password() },
    problems: ({ account }) => account.profile.problems,
    person: async () => "somebody",
    act: async (sent): Promise<FormResult<"name" | "secret", "nameTooLong", string>> => {
      seen.push(sent);
      return result;
    },
  });
  return { action, seen };
}

describe("a form's Server Action", () => {
  const refused = { kind: "refused", fields: { name: "nameTooLong" } } as const;

  it("acts for the person, on what the page bound and what was typed", async () => {
    const { action, seen } = actionWith(refused);
    await action("pt_cl_x", untouched, formOf({ name: " Ann ", secret: " s " }));
    expect(seen).toEqual([{ person: "somebody", bound: ["pt_cl_x"], values: { name: "Ann", secret: " s " } }]);
  });

  it("comes back with what was typed, never a password, and with what is wrong in words", async () => {
    const { action } = actionWith(refused);
    expect(await action("pt_cl_x", { ...untouched, attempt: 3 }, formOf({ name: "Ann", secret: "s" }))).toEqual({
      attempt: 4,
      message: "Check what is marked",
      fields: { name: "Use at most 80 characters." },
      values: { name: "Ann" },
    });
  });

  it("says why as a whole, where the form does", async () => {
    const { action } = actionWith({ kind: "refused", says: ({ common }) => common.cancel });
    expect(await action("x", untouched, formOf({}))).toMatchObject({ message: "Cancel", fields: {} });
  });

  it("comes back with other values and no complaint", async () => {
    const { action } = actionWith({ kind: "filled", values: { name: "Bob" } });
    expect(await action("x", untouched, formOf({ name: "Ann" }))).toMatchObject({
      message: null,
      values: { name: "Bob" },
    });
  });

  it("shows what it made in this one answer", async () => {
    const { action } = actionWith({ kind: "shown", shown: ({ common }) => common.done });
    expect(await action("x", untouched, formOf({ name: "Ann" }))).toMatchObject({ shown: "Done", values: {} });
  });

  it("ends at the page that says what was done, and stays where it is when that is the page", async () => {
    const { action } = actionWith({ kind: "done", goTo: "/account?x#y", says: ({ common }) => common.done });
    request.headers = new Headers({ "x-portico-path": "/account/security", "next-action": "1" });
    await expect(action("x", untouched, formOf({}))).rejects.toMatchObject({
      digest: expect.stringContaining("/account?x#y"),
    });
    const [flash = ""] = request.cookies.values();
    expect(Buffer.from(flash, "base64url").toString()).toBe('{"tone":"success","text":"Done"}');
    request.headers = new Headers({ "x-portico-path": "/account?q=1", "next-action": "1" });
    expect(await action("x", untouched, formOf({ name: "Ann" }))).toMatchObject({ isDone: true, values: {} });
    request.headers = new Headers();
  });

  it("keeps what was typed, never a password, for whoever has to sign in first, and for nobody else", async () => {
    const action = formAction({
      bound: [],
      fields: { name: field.text(), secret: field.password() },
      person: async () => redirect("/login"),
      act: async () => ({ kind: "missing" }),
    });
    request.headers = new Headers({ "x-portico-path": "/account/security?ask=1" });
    request.cookies.clear();
    const blank = { attempt: 0, message: null, fields: {}, values: {} };
    await expect(action(blank, formOf({ name: "Ann", secret: "s" }))).rejects.toMatchObject({
      digest: expect.stringContaining("/login"),
    });
    const [value = ""] = request.cookies.values();
    expect(JSON.parse(Buffer.from(value, "base64url").toString())).toEqual({
      userId: "ann",
      path: "/account/security",
      values: { name: "Ann" },
    });
    request.headers = new Headers({ cookie: `portico_typed_3000=${value}`, "x-portico-path": "/account/security" });
    expect((await findTypedBefore()).values).toEqual({ name: "Ann" });
    request.userId = "bob";
    expect((await findTypedBefore()).values).toEqual({});
    request.headers = new Headers();
  });

  const notFound = { digest: "NEXT_HTTP_ERROR_FALLBACK;404" };

  it("is no such page where there is nothing that it could be about", async () => {
    const { action } = actionWith({ kind: "missing" });
    await expect(action("x", untouched, formOf({}))).rejects.toMatchObject(notFound);
  });

  it.each<[unknown[]]>([
    [[]],
    [["x"]],
    [["x", untouched]],
    [["x", untouched, {}]],
    [["x", untouched, undefined]],
    [["x", undefined, new FormData()]],
    [["x", [], new FormData()]],
    [["x", { attempt: "1" }, new FormData()]],
    [[{}, untouched, new FormData()]],
    [["x", "y", untouched, new FormData()]],
    [[untouched, new FormData()]],
  ])("is no such page for what no page of the portal sends: %j", async (given) => {
    const { action, seen } = actionWith(refused);
    const call: (...given: unknown[]) => Promise<unknown> = (...all) => Reflect.apply(action, undefined, all);
    await expect(call(...given)).rejects.toMatchObject(notFound);
    expect(seen).toEqual([]);
  });
});
