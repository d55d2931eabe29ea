import { RemoveAccessButton, type RemoveAccessProps } from "@/components/account/remove-access";
import { VerifiedMark } from "@/components/account/verified-mark";
import { AppLogo } from "@/components/ui/app-logo";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { OwnApp } from "@/lib/account/connected-apps";
import type { Words } from "@/lib/i18n/words";
import { AccountHeading } from "../../../_parts/account-heading";

export interface AppHeadingProps extends OwnApp {
  words: Words;
  /** null: it cannot be opened */
  openUrl: string | null;
  /** the Server Action; reads `client_id` */
  action: RemoveAccessProps["action"];
}

/** Which app this is, whether it is verified, and what can be done with it. */
export function AppHeading({ words, app, remaining, logoSrc, openUrl, action }: AppHeadingProps) {
  const texts = words.account;
  return (
    <>
      <AccountHeading
        before={
          <Breadcrumb
            label={texts.app.breadcrumb}
            items={[{ href: "/account/apps", label: texts.apps.title }, { label: app.name }]}
          />
        }
        title={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <AppLogo name={app.name} src={logoSrc} />
            <span className="wrap-anywhere">{app.name}</span>
          </span>
        }
      />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-wrap gap-2">
          <VerifiedMark words={words} app={app} />
        </div>
        {openUrl ? (
          <LinkButton href={openUrl} rel="noreferrer" className="ml-auto">
            {texts.app.open(app.name)}
          </LinkButton>
        ) : null}
        <RemoveAccessButton words={words} facts={{ ...app, remaining }} action={action} />
      </div>
      {app.isDeleted ? <Note tone="warning">{texts.app.deletedNote}</Note> : null}
      {app.isSuspended && !app.isDeleted ? <Note tone="warning">{texts.app.suspendedNote}</Note> : null}
    </>
  );
}
