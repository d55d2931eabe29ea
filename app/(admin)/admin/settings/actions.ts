"use server";

import { changePortalLogo } from "@/lib/admin/portal-logo";
import { pickGroup, SETTING_GROUPS, type SettingGroup, settingFields } from "@/lib/admin/setting-groups";
import { changeSettings, resetSetting, type SettingProblem } from "@/lib/admin/settings";
import { sendTestMail } from "@/lib/admin/test-mail";
import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { getPageWords } from "@/lib/auth/page-words";
import { MAX_LOGO_BYTES } from "@/lib/clients/client-logo";
import type { ProblemKey } from "@/lib/clients/result";
import { type Kind, text } from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";
import type { Words } from "@/lib/i18n/words";
import { formatRatio } from "@/lib/settings/contrast";

const PATH = "/admin/settings";

const isGroup: Kind<SettingGroup> = (value): value is SettingGroup =>
  typeof value === "string" && Object.hasOwn(SETTING_GROUPS, value);

/** Saves a group of settings, or makes the default of the one count again whose button was pressed. */
export const saveSettingsAction = formAction({
  bound: [isGroup, text],
  fields: settingFields,
  problems: ({ admin }) => admin.settings.problems,
  person: () => requireFreshActor(PATH),
  act: async ({
    person,
    bound: [group, seen],
    values,
  }): Promise<FormResult<keyof typeof settingFields, SettingProblem>> => {
    const reset = SETTING_GROUPS[group].find((name) => name === values.reset);
    const result = await (reset
      ? resetSetting(person, reset)
      : changeSettings(person, pickGroup(group, values), { seen }));
    if (result.kind === "forbidden") return { kind: "missing" };
    if (result.kind === "overtaken") return { kind: "refused", says: ({ console }) => console.problems.overtaken };
    if (result.kind === "saved") {
      const says = reset
        ? ({ admin }: Words) => admin.settings.wasReset(admin.settings.labels[reset])
        : ({ admin }: Words) => admin.settings.saved;
      return { kind: "done", goTo: PATH, says };
    }
    const { fields, contrast } = result;
    if (!contrast) return { kind: "refused", fields };
    const { light, dark } = contrast;
    return {
      kind: "refused",
      fields,
      says: ({ admin }) => admin.settings.contrast.refused(formatRatio(light.text), formatRatio(dark.text)),
    };
  },
});

/** Saves the portal's logo, or takes it away. */
export const saveLogoAction = formAction({
  bound: [],
  fields: { logo: field.file(), reset: field.hidden() },
  problems: ({ console }) => console.problems,
  person: () => requireFreshActor(PATH),
  act: async ({ person, values: { logo, reset } }): Promise<FormResult<"logo" | "reset", ProblemKey>> => {
    const isReset = reset === "logo";
    if (!isReset && logo === null) return { kind: "refused", fields: { logo: "logo_missing" } };
    if (logo && logo.size > MAX_LOGO_BYTES) return { kind: "refused", fields: { logo: "logo_large" } };
    const image = isReset || logo === null ? null : new Uint8Array(await logo.arrayBuffer());
    const result = await changePortalLogo(person, image);
    if (result.kind === "forbidden") return { kind: "missing" };
    if (result.kind === "refused") return { kind: "refused", fields: { logo: result.problem } };
    return { kind: "done", goTo: PATH, says: ({ admin }) => admin.settings.saved };
  },
});

/** Sends a mail now, and says what the mail server answered. */
export const sendTestMailAction = formAction({
  bound: [],
  fields: { to: field.text(254) },
  problems: ({ admin }) => ({ badAddress: admin.settings.testMail.badAddress }),
  person: () => requireFreshActor(PATH),
  act: async ({ person, values }): Promise<FormResult<"to", "badAddress">> => {
    const result = await sendTestMail(person, values.to, await getPageWords());
    const say = (sentence: (texts: Words["admin"]["settings"]["testMail"], words: Words) => string) => (words: Words) =>
      sentence(words.admin.settings.testMail, words);
    switch (result.kind) {
      case "forbidden":
        return { kind: "missing" };
      case "badAddress":
        return { kind: "refused", fields: { to: "badAddress" } };
      case "noServer":
        return { kind: "refused", says: say((texts) => texts.noServer) };
      case "limited":
        return { kind: "refused", says: say(({ limited }, { common }) => `${limited} ${common.wait(result.seconds)}`) };
      case "failed":
        return { kind: "refused", says: say((texts) => texts.notSent(texts.failures[result.why], result.answer)) };
      case "sent":
        return { kind: "done", goTo: PATH, says: say((texts) => texts.sent(result.to, result.answer)) };
    }
  },
});
