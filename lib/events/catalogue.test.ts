import { describe, expect, expectTypeOf, it } from "vitest";
import { listFiles, place, readSource } from "../architecture/source-files";
import { wordsFor } from "../i18n/words";
import { EVENTS, type NewEvent, RETIRED_EVENTS } from "./catalogue";
import type { EventKind } from "./event-kind";

const words = wordsFor("en");
const kinds = Object.entries<EventKind>({ ...EVENTS, ...RETIRED_EVENTS });

describe("the catalogue of events", () => {
  it("lets nothing be written that it does not have: neither a type nor data", () => {
    type OfType<Type> = { type: Type; outcome: "ok" };
    expectTypeOf<OfType<"client.suspended">>().toExtend<NewEvent>();
    expectTypeOf<OfType<"client.suspend">>().not.toExtend<NewEvent>();
    expectTypeOf<OfType<string>>().not.toExtend<NewEvent>();
    // only `refusedAt` names what an endpoint refuses
    expectTypeOf<OfType<"par.refused">>().not.toExtend<NewEvent>();
    expectTypeOf<OfType<"keys.rotated"> & { data: { alg: string; kid: string } }>().toExtend<NewEvent>();
    expectTypeOf<OfType<"keys.rotated"> & { data: { alg: string } }>().not.toExtend<NewEvent>();
    expectTypeOf<OfType<"keys.rotated">>().not.toExtend<NewEvent>();
    expectTypeOf<OfType<"client.suspended"> & { data: { by: string } }>().not.toExtend<NewEvent>();
  });

  it("holds every type that the product spells, also where rows of any type are read", () => {
    const known = new Set(kinds.map(([type]) => type));
    const families = new Set([...known].map((type) => type.split(".")[0]));
    const found = listFiles()
      .filter(
        (file) => /^(lib|app|components)\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$|\/testing\/|\.d\.ts$/.test(file),
      )
      .map((file) => readSource(file))
      .flatMap((file) =>
        file.nodes
          .filter(({ type, value }) => type === "Literal" && typeof value === "string")
          .map((node) => ({ where: place(file, node), text: String(node.value) })),
      )
      .filter(({ text }) => /^[a-z_]+\.[a-z_]+$/.test(text) && families.has(text.split(".")[0]));
    const others = ["client.fetch_logo", "client.json"];
    expect(found.filter(({ text }) => !known.has(text) && !others.includes(text))).toEqual([]);
    expect(new Set(found.map(({ text }) => text)).size).toBeGreaterThan(40);
  });

  it.each(kinds)("%s has words in English for whoever sees it", (type, { person, personWithoutSignIn, developers }) => {
    for (const kind of [person, personWithoutSignIn]) {
      if (kind) expect(words.account.activity.kinds[kind]("Calendar")).toMatch(/^[A-Z].*\w$/);
    }
    if (developers && developers !== "cause") expect(words.console.causes[developers]).toMatchObject(spokenCause);
    expect(type).toMatch(/^[a-z_]+(\.[a-z_]+)?$/);
  });

  it("explains nothing that no event can be", () => {
    const seen = new Set(kinds.flatMap(([, { person, personWithoutSignIn }]) => [person, personWithoutSignIn]));
    expect(
      Object.keys(words.account.activity.kinds).filter((kind) => !new Set<string | undefined>(seen).has(kind)),
    ).toEqual([]);
  });
});

const sentence = expect.stringMatching(/^[A-Za-z].*\S$/);
const spokenCause = { title: sentence, why: sentence, fix: sentence };

it.each(Object.entries(words.console.causes))("the cause %s has a title, a reason and a fix", (_cause, spoken) => {
  expect(spoken).toEqual(spokenCause);
});
