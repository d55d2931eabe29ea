import path from "node:path";
import { describe, expect, it } from "vitest";
import { findCircles } from "./architecture/circles";
import { findMiscasedConstants } from "./architecture/constants";
import { type Layer, layers } from "./architecture/layers";
import {
  isNode,
  listFiles,
  place,
  readSource,
  readText,
  type SourceFile,
  type SyntaxNode,
} from "./architecture/source-files";
import { findUncataloguedWords } from "./architecture/visible-words";
import { listEndpoints } from "./oauth/feature";
import { FEATURES } from "./oauth/features";
import { listTokenGrants } from "./oauth/token/grant-types";

/** Other people's programs, which the console shows and `npm run interop` runs. */
const GUIDES = "lib/console/quickstart/guides/";
const files = listFiles().filter((file) => !file.startsWith(GUIDES));
const sources = files
  .filter((file) => /\.(ts|tsx|mjs|js)$/.test(file) && !file.endsWith(".d.ts"))
  .map((file) => readSource(file));
const product = sources.filter((file) => !isTest(file.path));

function isTest(file: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(file) || file.includes("/testing/") || file.startsWith("e2e/");
}

function startsWithAny(value: string, prefixes: string[]): boolean {
  return prefixes.some((prefix) => value === prefix || value.startsWith(/[/:]$/.test(prefix) ? prefix : `${prefix}/`));
}

function forbiddenImports(file: SourceFile, layer: Layer): string[] {
  return file.imports
    .filter(({ target, isLocal, isTypeOnly }) => {
      if (!isLocal) return !startsWithAny(target, layer.packages);
      return !startsWithAny(target, layer.local) && !(isTypeOnly && startsWithAny(target, layer.typesOnly));
    })
    .map(({ target, line }) => `${file.path}:${line} imports ${target}`);
}

function findNodes(file: SourceFile, test: (node: SyntaxNode, text: string) => boolean): string[] {
  return file.nodes
    .filter((node) => test(node, file.text.slice(node.start, node.end)))
    .map((node) => `${place(file, node)} ${file.text.slice(node.start, node.end).split("\n")[0]}`);
}

describe("one dialect", () => {
  it("constants of plain data, and no others, are written in capitals", () => {
    expect(product.flatMap((file) => findMiscasedConstants(file))).toEqual([]);
  });

  it("no object or list is spread where it is written, to be formatted in fewer lines", () => {
    const isWrittenOut = ({ type, argument }: SyntaxNode) =>
      /^(JSX)?Spread/.test(type) && isNode(argument) && /^(Object|Array)Expression$/.test(argument.type);
    expect(product.flatMap((file) => findNodes(file, isWrittenOut))).toEqual([]);
  });

  it("above the protocol and the database, no variable, parameter, property or type calls an API a resource", () => {
    const rooms = /^(app|components|lib\/(apis|console|admin|cli))\//;
    const namesResource = (name: unknown) => isNode(name) && /resource/i.test(String(name.name));
    const found = product
      .filter((file) => rooms.test(file.path))
      .flatMap((file) =>
        findNodes(file, ({ id, key, params }) =>
          [id, key, ...(Array.isArray(params) ? params : [])].some(namesResource),
        ),
      );
    expect(found).toEqual([]);
  });
});

describe("who may import what", () => {
  it.each(layers.map((layer) => [layer.room, layer.why, layer] as const))("%s: %s", (room, _why, layer) => {
    const found = product.filter((file) => file.path.startsWith(room)).flatMap((file) => forbiddenImports(file, layer));
    expect(found).toEqual([]);
  });

  it("no files import each other in a circle, types included", () => {
    const stem = (file: string) => file.replace(/\.(tsx?|mjs|js)$/, "");
    const arrows = product
      .filter(({ path: file }) => /^(app|components|lib)\//.test(file))
      .map(({ path: file, imports }) => [stem(file), imports.map(({ target }) => target)] as const);
    expect(findCircles(new Map(arrows))).toEqual([]);
  });

  it("Prisma and the database drivers are imported in lib/db only", () => {
    const drivers = ["@prisma/", "@electric-sql/pglite", "pglite-prisma-adapter", "pg", "lib/db/generated/"];
    const found = product
      .filter((file) => !file.path.startsWith("lib/db/") && file.path !== "prisma/prisma.config.ts")
      .flatMap((file) => file.imports.map((each) => ({ file, ...each })))
      .filter(({ target }) => startsWithAny(target, drivers))
      .map(({ file, line, target }) => `${file.path}:${line} imports ${target}`);
    expect(found).toEqual([]);
  });

  it("a transaction is begun by inTransaction(), which runs it again when the database ended it in favour of another", () => {
    // A backup and a restore are alone with all tables, and write files.
    const beginners = ["lib/db/driver/run-transaction.ts", "lib/db/portal/backup.ts", "lib/db/portal/restore.ts"];
    const begins = ({ type }: SyntaxNode, text: string) =>
      type === "MemberExpression" && text.endsWith(".$transaction");
    const found = product
      .filter(({ path: file }) => !beginners.includes(file))
      .flatMap((file) => findNodes(file, begins));
    expect(found).toEqual([]);
  });

  it("the protocol's processes load nothing of Next.js and React: with it, every promise of a process costs more", () => {
    const sourceOf = (target: string) => product.find((file) => file.path.replace(/\.tsx?$/, "") === target);
    const reached = new Set(product.filter((file) => file.path === "lib/server/runtime.ts"));
    for (const file of reached) {
      const used = file.imports.filter(({ isLocal, isTypeOnly }) => isLocal && !isTypeOnly);
      for (const next of used.map(({ target }) => sourceOf(target))) if (next) reached.add(next);
    }
    expect(reached.size).toBeGreaterThan(100);
    const found = [...reached]
      .flatMap((file) => file.imports.map((each) => ({ file, ...each })))
      .filter(({ isTypeOnly, target }) => !isTypeOnly && startsWithAny(target, ["next", "react", "react-dom"]))
      .map(({ file, line, target }) => `${file.path}:${line} imports ${target}`);
    expect(found).toEqual([]);
  });

  it("the example apps know the portal by its address only, as a stranger would", () => {
    const found = sources
      .filter((file) => file.path.startsWith("e2e/apps/"))
      .flatMap((file) => file.imports.map((each) => ({ file, ...each })))
      .filter(({ isLocal, target }) => isLocal && !target.startsWith("e2e/apps/"))
      .map(({ file, line, target }) => `${file.path}:${line} imports ${target}`);
    expect(found).toEqual([]);
  });

  it("product code imports no test code", () => {
    const found = product
      .filter((file) => !file.path.startsWith("lib/architecture/") && file.path !== "lib/vitest.config.ts")
      .flatMap((file) => file.imports.map((each) => ({ file, ...each })))
      .filter(
        ({ isLocal, target }) => /^(vitest|playwright)/.test(target) || (isLocal && /\/testing\/|^e2e\//.test(target)),
      )
      .map(({ file, line, target }) => `${file.path}:${line} imports ${target}`);
    expect(found).toEqual([]);
  });
});

describe("the pure core", () => {
  const core = product.filter((file) => file.path.startsWith("lib/oauth/"));

  it("has no floating clock or randomness: now and random come from the context", () => {
    const floating = /^(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|crypto\.randomUUID\(|randomBytes\()/;
    const calls = ["CallExpression", "NewExpression"];
    const found = core.flatMap((file) =>
      findNodes(file, (node, text) => calls.includes(node.type) && floating.test(text)),
    );
    expect(found).toEqual([]);
  });

  it("reads no environment", () => {
    const found = core.flatMap((file) => findNodes(file, isProcessEnv));
    expect(found).toEqual([]);
  });
});

function isProcessEnv(node: SyntaxNode, text: string): boolean {
  return node.type === "MemberExpression" && text === "process.env";
}

/** Next.js writes `process.env.NODE_ENV` into the build as a constant. */
function isEnvironmentRead(file: SourceFile) {
  return (node: SyntaxNode, text: string) => isProcessEnv(node, text) && !file.text.startsWith(".NODE_ENV", node.end);
}

it("process.env is read by lib/env.ts, and by what runs before or outside the portal", () => {
  const readers = [
    "lib/env.ts",
    // read before the portal's own TypeScript can be loaded
    "next.config.js",
    "prisma/prisma.config.ts",
    "lib/server/",
    "lib/engine/cluster.mjs",
    "lib/vitest.config.ts",
    // Next.js sets NEXT_RUNTIME there
    "instrumentation.ts",
  ];
  const found = product
    .filter((file) => !readers.some((reader) => file.path.startsWith(reader)))
    .flatMap((file) => findNodes(file, isEnvironmentRead(file)));
  expect(found).toEqual([]);
});

it("the log is written by lib/log: nothing else calls console, but what answers a person at a terminal", () => {
  const forPeople = [
    "lib/log/",
    "lib/cli/main.ts",
    "lib/db/migrate/write-migration.ts",
    "lib/server/demo-apps.mjs",
    "lib/server/portico.mjs",
    "lib/server/build.mjs",
    "lib/server/prepare.mjs",
  ];
  const found = product
    .filter(({ path: file }) => file.startsWith("lib/") && !forPeople.some((place) => file.startsWith(place)))
    .flatMap((file) =>
      findNodes(
        file,
        ({ type }, text) => type === "MemberExpression" && /^console\.(log|info|warn|error|debug)$/.test(text),
      ),
    );
  expect(found).toEqual([]);
});

it("the portal's own files are found by lib/own-files.mjs, whose list the package is made from", () => {
  const others = ["lib/own-files.mjs", "lib/server/", "lib/architecture/", "lib/db/migrate/schema-engine.ts"];
  const isFolder = ({ type }: SyntaxNode, text: string) => type === "MemberExpression" && text === "process.cwd";
  const found = product
    .filter((file) => file.path.startsWith("lib/") && !others.some((other) => file.path.startsWith(other)))
    .flatMap((file) => findNodes(file, isFolder));
  expect(found).toEqual([]);
});

it("nothing of the portal calls Math.random: chance is node:crypto's, which nobody can predict (ASVS 6.5.3, 7.2.3)", () => {
  const isPredictable = ({ type }: SyntaxNode, text: string) => type === "MemberExpression" && text === "Math.random";
  expect(product.flatMap((file) => findNodes(file, isPredictable))).toEqual([]);
});

describe("every file is in its room", () => {
  it("the top level holds what was agreed and nothing else", () => {
    const allowed = new Set([
      "app",
      "components",
      "e2e",
      "lib",
      "prisma",
      ".ci",
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "next.config.js",
      "biome.json",
      "proxy.ts",
      "instrumentation.ts",
      "README.md",
      "LICENSE",
      ".gitignore",
      ".gitattributes",
      ".npmrc",
    ]);
    const found = new Set(files.map((file) => file.split("/")[0] ?? file).filter((name) => !allowed.has(name)));
    expect([...found]).toEqual([]);
  });

  it("app/ has nothing but what Next.js looks for, Server Actions, titles, and the parts of one page beside it", () => {
    const known =
      /^(page|layout|template|error|global-error|not-found|loading|default)\.tsx$|^(route|actions|metadata)\.ts$/;
    const assets = new Set(
      ["globals.css", "tokens.css", "icon.svg", "apple-icon.png", "favicon.ico", "robots.txt"].map(
        (name) => `app/${name}`,
      ),
    );
    const found = files.filter(
      (file) =>
        file.startsWith("app/") && !assets.has(file) && !known.test(path.basename(file)) && !file.includes("/_parts/"),
    );
    expect(found).toEqual([]);
  });

  it("a route is a few lines: the work is in lib", () => {
    const found = product.filter((file) => /^app\/.*\/route\.ts$/.test(file.path) && file.lines > 25);
    expect(found.map((file) => `${file.path}: ${file.lines} lines`)).toEqual([]);
  });

  it("every Server Action is a form that says what it takes: they are made by formAction() and in no other way", () => {
    const isAction = ({ text }: SourceFile) => /^\s*["']use server["'];?$/m.test(text);
    const actions = product.filter(isAction);
    expect(actions.length).toBeGreaterThan(5);
    expect(actions.map((file) => file.path).filter((file) => !/^app\/.*\/actions\.ts$/.test(file))).toEqual([]);
    const exported = actions.flatMap((file) => file.text.match(/^export .*$/gm) ?? []);
    expect(exported.filter((line) => !/^export const \w+ = formAction\(\{$/.test(line))).toEqual([]);
  });

  it("what only one page uses stands beside it, and components/ keeps what several do", () => {
    const stem = (file: string) => file.replace(/\.tsx?$/, "");
    const usersOf = (target: string) => product.filter(({ imports }) => imports.some((each) => each.target === target));
    const pagesOf = (file: string, seen = new Set<string>()): string[] =>
      usersOf(stem(file)).flatMap((user) => {
        if (seen.has(user.path)) return [];
        seen.add(user.path);
        return user.path.startsWith("app/")
          ? [path.dirname(user.path).replace("/_parts", "")]
          : pagesOf(user.path, seen);
      });
    const areas = product.filter((file) => /^components\/(?!ui\/|forms\/|islands\/)/.test(file.path));
    expect(areas.length).toBeGreaterThan(10);
    const found = areas.filter((file) => new Set(pagesOf(file.path)).size < 2);
    expect(found.map((file) => file.path)).toEqual([]);
  });

  it("on the pages of the sign-in, which bring no React, everything that acts in the browser is an island", () => {
    const isForBrowser = ({ text }: SourceFile) => text.startsWith('"use client"');
    const sourceOf = (target: string) => product.find((file) => file.path.replace(/\.tsx?$/, "") === target);
    const shown = new Set(product.filter((file) => /^app\/\(auth\)\/.*\.tsx$/.test(file.path)));
    const found: string[] = [];
    for (const file of shown) {
      for (const next of file.imports.filter(({ isTypeOnly }) => !isTypeOnly).map(({ target }) => sourceOf(target))) {
        if (!next || !/^(app|components)\//.test(next.path)) continue;
        if (!isForBrowser(next)) shown.add(next);
        // The menu of whoever is signed in is on other pages.
        else if (file.path !== "components/ui/account-menu.tsx") {
          const [, name = ""] = /export function ([A-Z]\w+)/.exec(next.text) ?? [];
          if (!file.text.includes(`of={${name}}`)) found.push(`${file.path} uses ${name}`);
        }
      }
    }
    expect(shown.size).toBeGreaterThan(40);
    expect(found).toEqual([]);
  });

  it("a page is thin", () => {
    const isPage = ({ path: file }: SourceFile) => /^app\/.*\.tsx$/.test(file) && !file.includes("/_parts/");
    const found = product.filter((file) => isPage(file) && file.lines > 120);
    expect(found.map((file) => `${file.path}: ${file.lines} lines`)).toEqual([]);
  });

  it("a file is one thing: 400 lines at most", () => {
    const found = product.filter((file) => file.lines > 400 && !file.path.startsWith("lib/i18n/"));
    expect(found.map((file) => `${file.path}: ${file.lines} lines`)).toEqual([]);
  });

  it("names are kebab-case words, without utils, helpers, barrels or public folders", () => {
    const reserved = /(^|\/)(utils?|helpers?|misc|common\.tsx?|public|src|index\.tsx?)(\/|$)/;
    const catalogues = /^lib\/i18n\/[a-z]+\/common\.ts$/;
    const kebab = /^(_parts|\[+(\.\.\.)?[a-zA-Z]+\]+|\([a-z]+\)|\.?[a-z0-9]+([-.][a-z0-9]+)*)$/;
    const found = sources
      .map((file) => file.path)
      .filter((file) => !catalogues.test(file))
      .filter((file) => reserved.test(file) || !file.split("/").every((part) => kebab.test(part)));
    expect(found).toEqual([]);
  });

  it("a test lies beside the file that it tests", () => {
    const wholeFolders = [
      "lib/architecture.test.ts",
      "lib/cli/command-line.test.ts",
      "lib/db/migrate/migrate.test.ts",
      "lib/server/deploy/deploy.test.ts",
    ];
    const found = files
      .filter((file) => /\.test\.tsx?$/.test(file) && !wholeFolders.includes(file))
      .filter((test) => {
        const stem = test.replace(/\.test\.tsx?$/, "");
        return ![".ts", ".tsx", ".mjs", ".js", ".prisma", ".json"].some((extension) =>
          files.includes(stem + extension),
        );
      });
    expect(found).toEqual([]);
  });
});

describe("nothing is switched off or left for later", () => {
  it("no type is switched off", () => {
    const found = sources.flatMap((file) =>
      findNodes(file, (node) => node.type === "TSAnyKeyword" || node.type === "TSNonNullExpression"),
    );
    expect(found).toEqual([]);
  });

  it("no check is silenced and nothing is put off", () => {
    const words = [
      "TO" + "DO",
      "FIX" + "ME",
      "@ts-" + "ignore",
      "@ts-" + "nocheck",
      "@ts-" + "expect-error",
      "eslint-" + "disable",
    ];
    const found = files
      .filter((file) => /\.(ts|tsx|mjs|js|css|md|prisma|json|svg)$/.test(file) && file !== "package-lock.json")
      .filter((file) => words.some((word) => new RegExp(`${word}\\b`).test(readText(file))));
    expect(found).toEqual([]);
  });

  it("a lint rule is set aside only with its reason", () => {
    const reasonless = sources.filter((file) =>
      /biome-ignore(-\w+)? [\w/]+(:\s*($|<explanation>)|\s*$)/m.test(file.text),
    );
    expect(reasonless.map((file) => file.path)).toEqual([]);
  });

  it("no test is skipped, focused or left empty", () => {
    const switches = /^(it|test|describe|suite)(\.\w+)*\.(skip|skipIf|runIf|only|todo|fixme|fails|fail)$/;
    const found = sources.flatMap((file) =>
      findNodes(file, (node, text) => {
        const isForPlatform = text.endsWith(".runIf") && file.text.startsWith("(process.platform ", node.end);
        return node.type === "MemberExpression" && switches.test(text) && !isForPlatform;
      }),
    );
    expect(found).toEqual([]);
  });

  it("no error is swallowed: a catch does something or says why not", () => {
    const found = sources.flatMap((file) =>
      findNodes(file, (node, text) => node.type === "CatchClause" && /^catch\s*(\([^)]*\)\s*)?\{\s*\}$/.test(text)),
    );
    expect(found).toEqual([]);
  });
});

describe("user-visible words", () => {
  it.each(["app/", "components/"])("%s takes them from the catalogue (lib/i18n)", (room) => {
    const shown = product.filter((file) => file.path.startsWith(room) && file.path.endsWith(".tsx"));
    expect(shown.flatMap(findUncataloguedWords)).toEqual([]);
  });
});

describe("the map: one word per thing", () => {
  const endpoints = listEndpoints(FEATURES).map(({ path }) => path);
  const words = endpoints.flatMap((address) => /^\/oauth\/(.+)$/.exec(address)?.[1] ?? []);

  it("there are endpoints, each at an address of its own", () => {
    expect(words).toEqual(expect.arrayContaining(["authorize", "token"]));
    expect(new Set(endpoints).size).toBe(endpoints.length);
  });

  it("no two features have the same grant type", () => {
    const grants = listTokenGrants(FEATURES);
    expect(new Set(grants).size).toBe(grants.length);
  });

  it.each(words)("/oauth/%s has its folder or file in lib/oauth and its protocol test", (word) => {
    const place = new RegExp(`^lib/oauth/(?:[a-z-]+/)?${word}(?:/|\\.ts$)`);
    expect(files.some((file) => place.test(file))).toBe(true);
    expect(files).toContain(`e2e/protocol/${word}.spec.ts`);
  });

  it("lib/README.md names every route and every page", () => {
    const readme = readText("lib/README.md");
    const urls = files
      .filter((file) => /^app\/.*(page\.tsx|route\.ts)$/.test(file))
      .filter((file) => !file.includes("/submit/"))
      .map(
        (file) =>
          `/${path.posix
            .dirname(file)
            .split("/")
            .slice(1)
            .filter((part) => !part.startsWith("("))
            .join("/")}`,
      );
    expect([...new Set(urls)].filter((url) => !readme.includes(url))).toEqual([]);
  });

  it("lib/server/README.md names every variable of lib/env.ts, and no other", () => {
    const rows = [...readText("lib/server/README.md").matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name);
    const read = [...readText("lib/env.ts").matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
    expect(read).toContain("PORTICO_ISSUER");
    expect(rows.toSorted()).toEqual(read.toSorted());
  });

  it("README.md is short enough to be read: 8 kB at most", () => {
    expect(Buffer.byteLength(readText("README.md"))).toBeLessThanOrEqual(8 * 1024);
  });

  const readmes = files.filter((file) => file.endsWith(".md"));
  it.each(readmes)("%s links only to files that exist", (readme) => {
    const links = [...readText(readme).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link = ""]) =>
      path.posix.join(path.posix.dirname(readme), link).replace(/\/$/, ""),
    );
    const exists = (link: string) => files.some((file) => file === link || file.startsWith(`${link}/`));
    expect(links.filter((link) => !exists(link))).toEqual([]);
  });

  it("lib/cli/README.md names every command of the command line, and no other", () => {
    const names = (pattern: RegExp, file: string) =>
      new Set([...readText(file).matchAll(pattern)].map(([, name]) => name));
    const known = names(/^ {2}"?([a-z -]+)"?: \[.*\],$/gm, "lib/cli/parse-command.ts");
    expect(known).toContain("user create");
    expect(names(/^npm run portico -- ([a-z-]+(?: [a-z-]+)?)/gm, "lib/cli/README.md")).toEqual(known);
  });
});
