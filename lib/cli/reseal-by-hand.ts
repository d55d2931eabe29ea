import { takeSecretAsNewest } from "../db/driver/database";
import { describeResealed, describeSecretChange, findSecretChange, reseal } from "../keys/reseal";
import { CommandError } from "./command";

/**
 * Encrypts under `PORTICO_SECRET` what is still encrypted under `PORTICO_SECRET_PREVIOUS`, also where the operator goes back
 * to a secret that another one came after.
 * @returns what was done, and when the other secret is not needed any more
 * @throws {CommandError} when there is no other secret, or something cannot be read with either
 */
export async function resealByHand(): Promise<string> {
  if ((await findSecretChange()) === null) {
    throw new CommandError("PORTICO_SECRET_PREVIOUS is not set: set it to the secret before PORTICO_SECRET.");
  }
  await takeSecretAsNewest();
  const { replaced, unreadable } = await reseal();
  if (unreadable > 0) {
    throw new CommandError(
      `${describeResealed(replaced)} ${unreadable} cannot be read with PORTICO_SECRET or PORTICO_SECRET_PREVIOUS, and stay as they are.`,
    );
  }
  const change = await findSecretChange();
  return `${describeResealed(replaced)} ${change ? describeSecretChange(change) : ""}`;
}
