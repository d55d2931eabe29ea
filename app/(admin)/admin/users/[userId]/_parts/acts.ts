import type { Sentence } from "@/lib/forms/result";
import { makeAdministrator, makeSupport, unmakeAdministrator, unmakeSupport } from "@/lib/people/administrators";
import { deletePerson } from "@/lib/people/delete-person";
import type { ManagedPerson } from "@/lib/people/managed-person";
import { requireNewFactor } from "@/lib/people/require-new-factor";
import type { PeopleProblem } from "@/lib/people/result";
import { endPersonSessions, resumePerson, suspendPerson } from "@/lib/people/suspend-person";

/** What can be pressed on the page of a person. */
export const PERSON_ACTS = [
  "end-sessions",
  "new-factor",
  "make-administrator",
  "unmake-administrator",
  "make-support",
  "unmake-support",
  "suspend",
  "resume",
  "delete",
  "delete-and-take",
  "delete-with-apps",
] as const;
export type PersonAct = (typeof PERSON_ACTS)[number];

type Answer = { says: Sentence } | { problem: PeopleProblem };

/** What happens with the person's apps. */
const APPS = { delete: null, "delete-and-take": "take", "delete-with-apps": "delete" } as const;

/** Does it, and answers in words. `email`: as people read it */
export async function act(wanted: PersonAct, person: ManagedPerson, email: string, now: Date): Promise<Answer> {
  switch (wanted) {
    case "end-sessions": {
      const result = await endPersonSessions(person, now);
      return result.ok ? { says: ({ admin }) => admin.people.endedSessions(result.value.sessions) } : result;
    }
    case "new-factor": {
      const result = await requireNewFactor(person, now);
      return result.ok ? { says: ({ admin }) => admin.people.newFactorDone(email) } : result;
    }
    case "make-administrator": {
      const result = await makeAdministrator(person, now);
      return result.ok ? { says: ({ admin }) => admin.people.madeAdministrator(email) } : result;
    }
    case "unmake-administrator": {
      const result = await unmakeAdministrator(person, now);
      return result.ok ? { says: ({ admin }) => admin.people.unmadeAdministrator(email) } : result;
    }
    case "make-support": {
      const result = await makeSupport(person, now);
      return result.ok ? { says: ({ admin }) => admin.people.madeSupport(email) } : result;
    }
    case "unmake-support": {
      const result = await unmakeSupport(person);
      return result.ok ? { says: ({ admin }) => admin.people.unmadeSupport(email) } : result;
    }
    case "suspend": {
      const result = await suspendPerson(person, now);
      return result.ok ? { says: ({ admin }) => admin.people.suspendDone(email) } : result;
    }
    case "resume": {
      const result = await resumePerson(person, now);
      return result.ok ? { says: ({ admin }) => admin.people.resumed(email) } : result;
    }
    case "delete":
    case "delete-and-take":
    case "delete-with-apps": {
      const result = await deletePerson(person, now, APPS[wanted]);
      return result.ok ? { says: ({ admin }) => admin.people.deleted(email) } : result;
    }
  }
}
