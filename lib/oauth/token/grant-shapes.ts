import { BoundedMap } from "../../bounded-map";
import { OAuthError } from "../errors";
import type { GrantShape } from "../store";

/** Clients of which something is remembered, at most. */
const maxClients = 10_000;

/**
 * What the last grants of each client were for. A client asks for the same again and again, so its next tokens can be
 * prepared before its grant was read, and the grant be read, checked and used in one step. Only ever a guess: the store
 * hands out nothing for a grant of another shape.
 */
export class GrantShapes {
  private readonly byClient = new BoundedMap<string, { shape: GrantShape; isRepeated: boolean }>(maxClients);

  /** The shape of the client's last two grants; null when they differed, or there were none. */
  guess(clientId: string): GrantShape | null {
    const known = this.byClient.get(clientId);
    return known?.isRepeated ? known.shape : null;
  }

  remember(clientId: string, { scopes, resources }: GrantShape): void {
    const known = this.byClient.get(clientId)?.shape;
    const isRepeated = known !== undefined && isSame(known.scopes, scopes) && isSame(known.resources, resources);
    this.byClient.set(clientId, { shape: isRepeated ? known : { scopes, resources }, isRepeated });
  }
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}

/** For an attempt with a guess: what it was refused for may be the guess's fault. @throws all but an OAuthError */
export function ignoreRefusal(error: unknown): null {
  if (error instanceof OAuthError) return null;
  throw error;
}
