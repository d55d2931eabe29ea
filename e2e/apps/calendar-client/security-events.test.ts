import { beforeAll, beforeEach, expect, it, vi } from "vitest";

const ISSUER = "https://id.example";

let takeEvent: typeof import("./security-events").takeEvent;
let getSession: typeof import("./session").getSession;

beforeAll(async () => {
  vi.stubEnv("CLIENT_ID", "pt_cl_calendar");
  vi.stubEnv("CLIENT_SECRET", "secret");
  ({ takeEvent } = await import("./security-events"));
  ({ getSession } = await import("./session"));
});

let counter = 0;

/** Somebody who signed in at this second. */
function signedIn(subject: string, second: number, portalSession = "session") {
  const session = getSession(new Request("https://app.example/"));
  session.user = { name: "You", email: null, subject, portalSession, signedInAt: second * 1000 };
  return () => session.user !== null;
}

function event(type: string, subject: string, second: number, values: { jti?: string; sid?: string } = {}) {
  counter += 1;
  const user = { format: "iss_sub", iss: ISSUER, sub: subject };
  const { jti = `event-${counter}`, sid } = values;
  const about = sid === undefined ? user : { format: "complex", user, session: { format: "opaque", id: sid } };
  return { jti, toe: second, sub_id: about, events: { [`${ISSUER}/${type}`]: {} } };
}

let person = "";
beforeEach(() => {
  counter += 1;
  person = `person-${counter}`;
});

it("signs out whoever removed the app, and nobody else", () => {
  const [own, other] = [signedIn(person, 100), signedIn("somebody else", 100)];
  takeEvent(event("consent-ended", person, 200));
  expect([own(), other()]).toEqual([false, true]);
});

it("signs out of the session that ended alone", () => {
  const [own, other] = [signedIn(person, 100, "one"), signedIn(person, 100, "two")];
  takeEvent(event("session-revoked", person, 200, { sid: "one" }));
  expect([own(), other()]).toEqual([false, true]);
});

it("does nothing when an event comes again after the person has signed in anew", () => {
  const removed = event("consent-ended", person, 200, { jti: "replayed" });
  takeEvent(removed);
  const isSignedIn = signedIn(person, 100);
  takeEvent(removed);
  expect(isSignedIn()).toBe(true);
});

it("does nothing when an event arrives late, about a time before the person signed in", () => {
  const isSignedIn = signedIn(person, 300);
  takeEvent(event("consent-ended", person, 200));
  expect(isSignedIn()).toBe(true);
});

it("does nothing about an event that ends nothing", () => {
  const isSignedIn = signedIn(person, 100);
  takeEvent(event("consent-given", person, 200));
  expect(isSignedIn()).toBe(true);
});
