import { BoundedMap } from "../../bounded-map";
import type { ShapeMemory } from "../context";
import { OAuthError } from "../errors";
import type { GrantShape } from "../store";

/** The most clients that are remembered. */
const MAX_CLIENTS = 10_000;

/**
 * Remembers what each client's last grants were for. A client usually asks for the same again, so its next tokens can
 * be prepared before the grant is read, and the store can read, check and use the grant in one step. This is only a
 * guess: the store gives nothing for a grant of another shape.
 */
export class GrantShapes implements ShapeMemory {
  private readonly byClient = new BoundedMap<string, { shape: GrantShape; isRepeated: boolean }>(MAX_CLIENTS);

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

/**
 * For the catch of an attempt with a guess: null for a refusal, because the wrong guess may be its reason.
 * @throws all but an OAuthError
 */
export function ignoreRefusal(error: unknown): null {
  if (error instanceof OAuthError) return null;
  throw error;
}
