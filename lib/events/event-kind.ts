import type { z } from "zod";
import type { ActivityKind } from "./activity-kinds";

/** What an app's developers read about an event without a {@link RefusalCause}. The words are in `console.causes`. */
export type FailureCause = "logout_token" | "logo" | "leak" | "scope_ignored";

export interface EventKind {
  /** what is stored besides who, where and when; default: nothing. Never a secret */
  data?: z.ZodType<Record<string, unknown> | undefined>;
  /** its person sees it, in these words */
  person?: ActivityKind;
  /** these words instead, if the app asked for no identity and so signs nobody in */
  personWithoutSignIn?: ActivityKind;
  /**
   * its app's developers see it as a problem, if its outcome is not `ok` or it is unfiled. The value says which problem;
   * "cause" stands for the `RefusalCause` in its data. The operator sees every event
   */
  developers?: "cause" | FailureCause;
  /**
   * its app's developers see it, whatever its outcome, as a request of their app at this endpoint. Refusals of an endpoint
   * are named after it, and need no entry
   */
  endpoint?: string;
  /** no row of the audit log: only the use of a credential, and what the app's developers see of it */
  isUnfiled?: true;
  /** its person can cause any number of them, which tell nothing new: the log keeps the first ones of an hour */
  isRepeatable?: true;
}
