/**
 * Who may import what. `room` is a path prefix; the first layer that matches a file counts. `local` are path prefixes
 * inside the project, `typesOnly` those that only types may be imported from, `packages` are npm packages and Node's
 * own modules (a trailing `/` or `:` matches everything below).
 */
export interface Layer {
  room: string;
  local: string[];
  typesOnly: string[];
  packages: string[];
  why: string;
}

const REACT = ["react", "react-dom", "next", "clsx", "lucide-react"];
const PRISMA = ["@prisma/", "@electric-sql/pglite", "pglite-prisma-adapter", "pg"];

const coreGround = ["algorithms", "model", "store", "context", "errors", "refusal-causes", "secrets", "token-path"].map(
  (file) => `lib/oauth/${file}`,
);

const DATABASE_GROUND = [
  "lib/events/",
  "lib/engine/",
  "lib/log/",
  "lib/metrics/",
  "lib/tracing/",
  "lib/env",
  "lib/database-url",
  "lib/keys/",
  "lib/bounded-map",
  "lib/own-files",
  "lib/uuid-v7",
];

/** Room of the database -> the rooms that it may use. */
const databaseRooms: Record<string, string[]> = {
  driver: [],
  migrate: ["driver"],
  audit: ["driver"],
  portal: ["driver", "audit"],
  protocol: ["driver"],
  clients: ["driver", "portal", "protocol"],
  people: ["driver", "portal", "protocol"],
};

/** Room of use cases -> the other rooms of use cases that it may use, besides lib/auth, which is below them all. */
const useCaseRooms: Record<string, string[]> = {
  auth: [],
  account: ["clients"],
  people: [],
  clients: [],
  apis: ["clients"],
  console: ["clients", "apis"],
};

/** Rooms that know no page: the API and the command line use them too. */
const PAGELESS = ["people", "clients", "apis"];

export const layers: Layer[] = [
  {
    room: "app/",
    local: [
      "app/",
      "components/",
      "lib/auth/",
      "lib/account/",
      "lib/people/",
      "lib/clients/",
      "lib/apis/",
      "lib/console/",
      "lib/docs/",
      "lib/admin/",
      "lib/api/",
      "lib/forms/",
      "lib/http/",
      "lib/events/team-roles",
      "lib/i18n/scope-text",
      "lib/oauth/",
      "lib/settings/",
      "lib/env",
      "lib/authorization-server",
    ],
    typesOnly: ["lib/db/", "lib/i18n/words"],
    packages: [...REACT, "@simplewebauthn/browser", "node:crypto"],
    why: "app/ holds URLs only: pages and routes call use cases, never the database; parts show rows as those give them, and words by the request",
  },
  {
    room: "components/",
    local: ["components/", "lib/forms/request-key", "lib/i18n/scope-text", "lib/oauth/client/redirect-uri"],
    typesOnly: ["lib/"],
    packages: [
      "react",
      "react-dom",
      "@simplewebauthn/browser",
      "next/link",
      "next/form",
      "next/navigation",
      "clsx",
      "lucide-react",
    ],
    why: "components get everything by props, their words too, so that they can be shown and tested without a server",
  },
  {
    room: "lib/events/",
    local: ["lib/events/"],
    typesOnly: ["lib/oauth/"],
    packages: ["zod"],
    why: "every room writes or reads events, so the catalogue of them depends on none",
  },
  {
    room: "lib/log/",
    local: ["lib/log/"],
    typesOnly: [],
    packages: ["pino", "node:"],
    why: "every room tells the operator something, so the log knows none of them",
  },
  {
    room: "lib/tracing/",
    local: ["lib/tracing/"],
    typesOnly: [],
    packages: ["@opentelemetry/"],
    why: "every room makes spans of what it asks others for, so what makes them knows none",
  },
  {
    room: "lib/metrics/",
    local: ["lib/metrics/"],
    typesOnly: ["lib/events/"],
    packages: ["prom-client"],
    why: "every room counts what it does, so what counts knows none of them",
  },
  {
    room: "lib/engine/",
    local: ["lib/engine/", "lib/bounded-map"],
    typesOnly: [],
    packages: ["@hono/node-server", "node:"],
    why: "what is clever for speed knows nothing of the portal, so that it can be learnt and tested by itself",
  },
  {
    room: "lib/oauth/",
    local: ["lib/oauth/", "lib/events/", "lib/bounded-map", "lib/uuid-v7"],
    typesOnly: [],
    packages: ["zod", "jose", "node:crypto", "node:zlib"],
    why: "the protocol core is pure: its only doors are OAuthContext and OAuthStore",
  },
  {
    room: "lib/oauth/wire/",
    local: ["lib/oauth/wire/", "lib/oauth/errors"],
    typesOnly: [],
    packages: ["zod", "node:crypto"],
    why: "how a request is written is the same whoever sends it, and for whatever",
  },
  {
    room: "lib/oauth/tokens/",
    local: ["lib/oauth/tokens/", "lib/oauth/wire/", ...coreGround, "lib/bounded-map"],
    typesOnly: [],
    packages: ["zod", "jose", "node:crypto", "node:zlib"],
    why: "what tokens say is known without the endpoints that give them",
  },
  {
    room: "lib/oauth/client/",
    local: ["lib/oauth/client/", "lib/oauth/tokens/", "lib/oauth/wire/", ...coreGround, "lib/bounded-map"],
    typesOnly: [],
    packages: ["zod", "jose", "node:crypto"],
    why: "who a client is, every endpoint asks: it knows none of them",
  },
  {
    room: "lib/db/",
    local: ["lib/db/", ...DATABASE_GROUND],
    typesOnly: ["lib/oauth/"],
    packages: [...PRISMA, "zod", "jose", "unhomoglyph", "node:"],
    why: "lib/db is the only importer of Prisma and knows nothing above it",
  },
  ...Object.entries(databaseRooms).map(([room, below]) => ({
    room: `lib/db/${room}/`,
    local: [...[room, "generated", ...below].map((name) => `lib/db/${name}/`), ...DATABASE_GROUND],
    typesOnly: ["lib/oauth/"],
    packages: [...PRISMA, "zod", "jose", "unhomoglyph", "node:"],
    why: `the rooms of the database stand on each other: below ${room} is ${below.join(", ") || "nothing of it"}`,
  })),
  {
    room: "lib/keys/",
    local: ["lib/keys/", "lib/db/", "lib/env", "lib/database-url"],
    typesOnly: ["lib/oauth/"],
    packages: ["jose", "zod", "node:"],
    why: "keys are kept in the database or the data directory and serve every layer above",
  },
  {
    room: "lib/admin/",
    local: [
      "lib/admin/",
      "lib/events/",
      "lib/people/",
      "lib/clients/",
      "lib/auth/",
      "lib/db/",
      "lib/oauth/",
      "lib/forms/",
      "lib/http/",
      "lib/i18n/",
      "lib/keys/",
      "lib/settings/",
      "lib/env",
    ],
    typesOnly: [],
    packages: ["next", "react", "zod", "node:"],
    why: "administrators do to everybody's apps what their owners do to their own, by the same use cases; the console and they know nothing of each other",
  },
  ...Object.entries(useCaseRooms).map(([room, below]) => ({
    room: `lib/${room}/`,
    local: [
      ...[room, ...below].map((name) => `lib/${name}/`),
      "lib/events/",
      "lib/auth/",
      "lib/db/",
      "lib/oauth/",
      "lib/forms/",
      "lib/http/",
      "lib/i18n/",
      "lib/keys/",
      "lib/settings/",
      "lib/log/",
      "lib/metrics/",
      "lib/env",
      "lib/bounded-map",
      "lib/own-files",
      "lib/uuid-v7",
    ],
    typesOnly: [],
    packages: PAGELESS.includes(room)
      ? ["zod", "node:"]
      : [
          "next",
          "react",
          "zod",
          "jose",
          "bcryptjs",
          "hash-wasm",
          "nodemailer",
          "openid-client",
          "tldts",
          "uqr",
          "@simplewebauthn/server",
          "sharp",
          "maxmind",
          "node:",
        ],
    why: "use cases authorise inside and reach the database by lib/db; they know no page and no component",
  })),
  {
    room: "lib/imports/",
    local: [
      "lib/imports/",
      "lib/people/",
      "lib/clients/",
      "lib/auth/",
      "lib/db/",
      "lib/keys/",
      "lib/oauth/",
      "lib/env",
    ],
    typesOnly: [],
    packages: ["@streamparser/json", "csv-parse", "zod", "node:"],
    why: "what comes from other programs is read here, and becomes people and apps by the rules that these have here",
  },
  {
    room: "lib/api/",
    local: [
      "lib/api/",
      "lib/account/",
      "lib/people/",
      "lib/clients/",
      "lib/http/",
      "lib/oauth/",
      "lib/i18n/",
      "lib/log/",
      "lib/events/team-roles",
      "lib/env",
      "lib/uuid-v7",
    ],
    typesOnly: ["lib/db/", "lib/auth/"],
    packages: ["zod", "node:"],
    why: "the API is another way in to the use cases of the pages, and knows no database",
  },
  {
    room: "lib/scim/",
    local: [
      "lib/scim/",
      "lib/people/",
      "lib/auth/readable-host",
      "lib/db/",
      "lib/http/",
      "lib/oauth/",
      "lib/log/",
      "lib/uuid-v7",
    ],
    typesOnly: ["lib/auth/"],
    packages: ["zod", "node:"],
    why: "companies' directories come in by a protocol of their own: it reads what is theirs, and the use cases change it",
  },
  {
    room: "lib/docs/",
    local: [
      "lib/docs/",
      "lib/api/",
      "lib/clients/",
      "lib/auth/",
      "lib/http/",
      "lib/oauth/",
      "lib/i18n/",
      "lib/env",
      "lib/own-files",
    ],
    typesOnly: ["lib/db/"],
    packages: ["next", "zod", "marked", "node:"],
    why: "the documentation reads what the endpoints, the API and the catalogue declare, and knows no database",
  },
  {
    room: "lib/forms/",
    local: ["lib/forms/", "lib/http/", "lib/i18n/"],
    typesOnly: [],
    packages: ["next", "zod", "node:"],
    why: "a form is read and answered in the same way whatever it is about and whoever sent it, in the words of its page",
  },
  {
    room: "lib/http/",
    local: [
      "lib/http/",
      "lib/log/",
      "lib/tracing/",
      "lib/events/",
      "lib/oauth/",
      "lib/i18n/",
      "lib/keys/",
      "lib/settings/",
      "lib/env",
      "lib/own-files",
      "lib/db/",
    ],
    typesOnly: [],
    packages: ["next", "zod", "node:"],
    why: "the glue between Request, Response and the layers below; who is signed in, lib/auth knows, which stands on it",
  },
  {
    room: "lib/settings/",
    local: ["lib/settings/", "lib/log/", "lib/db/portal/settings", "lib/i18n/locale", "lib/env", "lib/own-files"],
    typesOnly: [],
    packages: ["zod", "node:"],
    why: "every room above the database asks for settings, so they know none of them",
  },
  {
    room: "lib/i18n/",
    local: ["lib/i18n/", "lib/oauth/client/redirect-uri"],
    typesOnly: ["lib/"],
    packages: ["negotiator"],
    why: "words depend on nothing, so that components and mails can use them",
  },
];
