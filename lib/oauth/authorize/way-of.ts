import type { AuthorizationParams, Client } from "../model";
import type { AnswerWay } from "./answer-way";
import { byRedirect } from "./by-redirect";

/** The way in which the client of this request is answered. */
export function wayOf(client: Client, request: AuthorizationParams): AnswerWay {
  switch (request.answerBy) {
    case "redirect":
      return byRedirect(client, request);
  }
}
