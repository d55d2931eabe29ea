import { expect, it } from "vitest";
import { parseSource, place } from "./source-files";

it("tells the imports of a file: where from, local or not, types or values", () => {
  const file = parseSource(
    "lib/auth/session.ts",
    [
      'import type { Client } from "../oauth/model";',
      'import { type Grant, type Scope } from "@/lib/oauth/model";',
      'import { getDb } from "@/lib/db/driver/database";',
      'export { cookies } from "next/headers";',
      'const later = await import("./current-user");',
    ].join("\n"),
  );
  expect(file.imports).toEqual([
    { target: "lib/oauth/model", isLocal: true, isTypeOnly: true, line: 1 },
    { target: "lib/oauth/model", isLocal: true, isTypeOnly: true, line: 2 },
    { target: "lib/db/driver/database", isLocal: true, isTypeOnly: false, line: 3 },
    { target: "next/headers", isLocal: false, isTypeOnly: false, line: 4 },
    { target: "lib/auth/current-user", isLocal: true, isTypeOnly: false, line: 5 },
  ]);
});

it("tells the place of a node", () => {
  const file = parseSource("lib/a.ts", "\n\nconst x: any = 1;");
  const any = file.nodes.find((node) => node.type === "TSAnyKeyword");
  expect(any && place(file, any)).toBe("lib/a.ts:3");
});
