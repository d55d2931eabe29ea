// Makes what a first start makes on the disk, once it is told to by a message: the database with its migrations and
// scopes, and the secret. Then it ends. Tests kill it on its way.
import { register } from "tsx/esm/api";

register();
/** @param {string} file */
const load = (file) => import(new URL(file, import.meta.url).href);
/** @type {typeof import("../../lib/db/driver/database")} */
const { closeDb, openDatabase } = await load("../../lib/db/driver/database.ts");
/** @type {typeof import("../../lib/keys/secret")} */
const { getMasterKey } = await load("../../lib/keys/secret.ts");

process.once("message", async () => {
  try {
    await openDatabase();
    getMasterKey();
    await closeDb();
    process.disconnect();
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
});
process.send?.("ready");
