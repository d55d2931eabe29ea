/**
 * Who may import what. `room` is a path prefix; the first layer that matches a file counts.
 * `local` are path prefixes inside the project, `typesOnly` those of which only types may be taken,
 * `packages` are npm packages and Node's own modules (a trailing `/` or `:` matches everything below).
 */
export interface Layer {
  room: string;
  local: string[];
  typesOnly: string[];
  packages: string[];
  why: string;
}

const react = ["react", "react-dom", "next", "clsx", "lucide-react"];
const prisma = ["@prisma/", "@electric-sql/pglite", "pglite-prisma-adapter", "pg"];

export const layers: Layer[] = [
  {
    room: "app/",
    local: [
      "app/",
      "components/",
      "lib/auth/",
      "lib/account/",
      "lib/console/",
      "lib/admin/",
      "lib/api/",
      "lib/api/",
      "lib/http/",
      "lib/i18n/",
      "lib/oauth/",
      "lib/env",
      "lib/authorization-server",
    ],
    typesOnly: [],
    packages: [...react, "node:crypto"],
    why: "app/ holds URLs only: pages and routes call use cases, never the database",
  },
  {
    room: "components/",
    local: ["components/", "lib/i18n/", "lib/oauth/redirect-uri"],
    typesOnly: ["lib/"],
    packages: ["react", "react-dom", "next/link", "next/form", "clsx", "lucide-react"],
    why: "components get everything by props, so that they can be shown and tested without a server",
  },
  {
    room: "lib/oauth/",
    local: ["lib/oauth/", "lib/bounded-map"],
    typesOnly: [],
    packages: ["zod", "jose", "node:crypto"],
    why: "the protocol core is pure: its only doors are OAuthContext and OAuthStore",
  },
  {
    room: "lib/db/",
    local: ["lib/db/", "lib/env", "lib/keys/", "lib/bounded-map"],
    typesOnly: ["lib/oauth/"],
    packages: [...prisma, "zod", "jose", "node:"],
    why: "lib/db is the only importer of Prisma and knows nothing above it",
  },
  {
    room: "lib/keys/",
    local: ["lib/keys/", "lib/db/", "lib/env"],
    typesOnly: ["lib/oauth/"],
    packages: ["jose", "zod", "node:"],
    why: "keys are kept in the database or the data directory and serve every layer above",
  },
  {
    room: "lib/admin/",
    local: [
      "lib/admin/",
      "lib/console/",
      "lib/auth/",
      "lib/db/",
      "lib/oauth/",
      "lib/http/",
      "lib/i18n/",
      "lib/keys/",
      "lib/env",
    ],
    typesOnly: [],
    packages: ["next", "react", "zod", "node:"],
    why: "administrators do to everybody's apps what the console does to one's own; the console knows nothing of them",
  },
  ...["auth", "account", "console"].map((area) => ({
    room: `lib/${area}/`,
    local: [
      `lib/${area}/`,
      "lib/auth/",
      "lib/db/",
      "lib/oauth/",
      "lib/http/",
      "lib/i18n/",
      "lib/keys/",
      "lib/env",
      "lib/bounded-map",
      "lib/authorization-server",
    ],
    typesOnly: [],
    packages: ["next", "react", "zod", "jose", "bcryptjs", "nodemailer", "tldts", "node:"],
    why: "use cases authorise inside and reach the database by lib/db; they know no page and no component",
  })),
  {
    room: "lib/api/",
    local: ["lib/api/", "lib/account/", "lib/console/", "lib/http/", "lib/oauth/", "lib/i18n/", "lib/env"],
    typesOnly: ["lib/db/"],
    packages: ["zod", "node:"],
    why: "the API is another way in to the use cases of the pages, and knows no database",
  },
  {
    room: "lib/http/",
    local: [
      "lib/http/",
      "lib/auth/",
      "lib/oauth/",
      "lib/i18n/",
      "lib/keys/",
      "lib/env",
      "lib/authorization-server",
      "lib/db/",
    ],
    typesOnly: [],
    packages: ["next", "zod", "node:"],
    why: "the glue between Request, Response and the layers below",
  },
  {
    room: "lib/i18n/",
    local: ["lib/i18n/", "lib/oauth/redirect-uri"],
    typesOnly: ["lib/"],
    packages: [],
    why: "words depend on nothing, so that components and mails can use them",
  },
];
