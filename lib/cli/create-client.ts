import { operator } from "../auth/actor";
import { readOperatorMetadata } from "../clients/operator-client";
import { newClientId } from "../clients/register-client";
import { storeNewClient } from "../clients/store-new-client";
import { toWireMetadata } from "../oauth/register/describe-client";
import { describeReading } from "../oauth/register/read-metadata";
import { type ClientMetadata, CommandError } from "./command";

/**
 * Registers a client from RFC 7591 metadata, for the operator, who may also choose `client_id` and `client_secret`.
 * @returns the response of RFC 7591 §3.2.1
 * @throws {CommandError} with a sentence
 */
export async function createClientFromMetadata(
  { client_id: chosenId, client_secret: chosenSecret, ...metadata }: ClientMetadata,
  now: Date,
): Promise<Record<string, unknown>> {
  const reading = await readOperatorMetadata(metadata, "refuse");
  if (!reading.ok) throw new CommandError(`${describeReading(reading)}.`);
  const { settings } = reading;
  const clientId = chosenId ?? newClientId(operator, undefined);
  const stored = await storeNewClient(operator, {
    clientId,
    settings,
    ownerId: null,
    mostApps: null,
    clientSecret: chosenSecret,
  });
  if (typeof stored === "string") throw new CommandError(`client_id: there is a client ${clientId} already.`);
  const { clientSecret } = stored;
  return {
    client_id: clientId,
    ...(clientSecret !== null && { client_secret: clientSecret, client_secret_expires_at: 0 }),
    client_id_issued_at: Math.floor(now.getTime() / 1000),
    ...toWireMetadata(settings),
  };
}
