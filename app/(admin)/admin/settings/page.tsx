import { Note } from "@/components/ui/note";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { listSettings } from "@/lib/admin/settings";
import { getPageWords } from "@/lib/auth/page-words";
import { getEnv } from "@/lib/env";
import { answerNotFound } from "@/lib/http/page-status";
import { AdminHeading } from "../_parts/admin-heading";
import AdminNotFound from "../not-found";
import { AccentContrastTable } from "./_parts/accent-contrast-table";
import { PortalLogoForm } from "./_parts/portal-logo-form";
import { SettingGroupForm } from "./_parts/setting-group-form";
import { TestMailForm } from "./_parts/test-mail-form";
import { saveLogoAction, saveSettingsAction, sendTestMailAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.settings.title);
};

/** Everything that administrators decide for the whole portal, a form for each group. */
export default async function Settings() {
  const words = await getPageWords();
  const texts = words.admin.settings;
  const { actor, page, user } = await openAdminPage();
  const shown = await listSettings(actor);
  if (!shown) {
    answerNotFound();
    return <AdminNotFound />;
  }
  const form = { words, shown, action: saveSettingsAction };
  const { values } = shown;
  return (
    <>
      <AdminHeading title={texts.title} intro={texts.intro} />
      <SettingGroupForm {...form} group="look">
        <AccentContrastTable words={words} shown={shown} />
      </SettingGroupForm>
      <PortalLogoForm words={words} page={page} action={saveLogoAction} />
      <SettingGroupForm {...form} group="links" />
      <SettingGroupForm {...form} group="joining" />
      <SettingGroupForm {...form} group="apps">
        {values.registration === "open" ? <Note tone="warning">{texts.warnings.openRegistration}</Note> : null}
      </SettingGroupForm>
      <SettingGroupForm {...form} group="signingIn">
        {values.secondFactors === "off" ? <Note tone="warning">{texts.warnings.noSecondFactor}</Note> : null}
      </SettingGroupForm>
      <SettingGroupForm {...form} group="languages" />
      <TestMailForm
        words={words}
        email={user.email}
        hasServer={getEnv().smtpUrl !== null}
        action={sendTestMailAction}
      />
    </>
  );
}
