"use server";

import { requireActingUser } from "@/lib/account/acting-user";
import { removeOwnPicture, saveOwnPicture } from "@/lib/account/own-picture";
import { formAction } from "@/lib/auth/form-action";
import * as field from "@/lib/forms/fields";

const HERE = "/account/picture";

/** Saves the picture that the person uploads. */
export const savePicture = formAction({
  bound: [],
  fields: { picture: field.file() },
  problems: ({ account }) => account.picture.problems,
  person: () => requireActingUser(HERE),
  act: async ({ person, values: { picture } }) => {
    if (!picture) return { kind: "refused", fields: { picture: "missing" } };
    const result = await saveOwnPicture(person, new Uint8Array(await picture.arrayBuffer()), new Date());
    switch (result.kind) {
      case "refused":
        return { kind: "refused", fields: { picture: result.problem } };
      case "limited":
        return {
          kind: "refused",
          says: ({ account, common }) => `${account.picture.tooMany} ${common.wait(result.seconds)}`,
        };
      case "saved":
        return { kind: "done", goTo: HERE, isAnew: true, says: ({ account }) => account.picture.saved };
    }
  },
});

/** Takes the person's picture away. */
export const removePicture = formAction({
  bound: [],
  fields: {},
  person: () => requireActingUser(HERE),
  act: async ({ person }) => {
    await removeOwnPicture(person, new Date());
    return { kind: "done", goTo: HERE, isAnew: true, says: ({ account }) => account.picture.removed };
  },
});
