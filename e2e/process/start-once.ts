// Makes what a first start makes on the disk, once it is told to by a message: the database with its migrations and
// scopes, and the secret. Then it ends. Tests kill it on its way.
import { closeDb, openDatabase } from "../../lib/db/driver/database";
import { getMasterKey } from "../../lib/keys/secret";

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
