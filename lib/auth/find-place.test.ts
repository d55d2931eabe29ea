import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/env";
import { findGeoProblem, findPlace } from "./find-place";
import { writeGeoDatabase } from "./testing/geo-database";

let folder = "";
const use = (name: string) => resetEnv({ PORTICO_GEO_DATABASE: path.join(folder, name) });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "places-"));
  const record = {
    city: { names: { en: "Seoul", ko: "서울" } },
    country: { iso_code: "KR", names: { en: "South Korea", ko: "대한민국" } },
  };
  await writeFile(path.join(folder, "cities.mmdb"), writeGeoDatabase(203, record));
  await writeFile(path.join(folder, "countries.mmdb"), writeGeoDatabase(203, { country: { iso_code: "KR" } }));
  await writeFile(path.join(folder, "broken.mmdb"), "not a database");
});
afterEach(() => resetEnv());
afterAll(() => rm(folder, { recursive: true }));

describe("the place of an address", () => {
  it.each([
    ["en", { city: "Seoul", country: "South Korea" }],
    ["ko", { city: "서울", country: "대한민국" }],
    ["ko-KR", { city: "서울", country: "대한민국" }],
    ["fr", { city: "Seoul", country: "South Korea" }],
  ])("is told in the language %s, otherwise in English", async (language, place) => {
    use("cities.mmdb");
    expect(await findPlace("203.0.113.7", language)).toEqual(place);
  });

  it("is the country alone where the database knows no more", async () => {
    use("countries.mmdb");
    expect(await findPlace("203.0.113.7", "en")).toEqual({ city: null, country: "KR" });
  });

  it.each([["198.51.100.1"], ["2001:db8::1"], ["nonsense"], [null]])("is not known for %s", async (address) => {
    use("cities.mmdb");
    expect(await findPlace(address, "en")).toBeNull();
  });

  it.each(["broken.mmdb", "missing.mmdb"])("is not known, and nothing fails, with %s", async (name) => {
    use(name);
    expect(await findPlace("203.0.113.7", "en")).toBeNull();
    expect(await findGeoProblem()).toEqual(expect.any(String));
  });

  it("is not looked up without a database, which is no problem", async () => {
    resetEnv({});
    expect(await findPlace("203.0.113.7", "en")).toBeNull();
    expect(await findGeoProblem()).toBeNull();
    use("cities.mmdb");
    expect(await findGeoProblem()).toBeNull();
  });
});
