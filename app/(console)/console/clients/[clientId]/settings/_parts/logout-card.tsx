import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { FormSwitch } from "@/components/forms/form-switch";
import { Button } from "@/components/ui/button";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { ADDRESS_INPUT } from "./address-input";

/** Where the portal tells an app of sign-outs, and where it starts sign-ins. */
export function LogoutCard({ words, client, action }: { words: Words; client: ClientDetails; action: FormAction }) {
  const texts = words.console.settings.logout;
  return (
    <Card title={texts.title} id="logout">
      {/* The RFC's names are longer than a small screen is wide. */}
      <div className="grid min-w-0 gap-4 wrap-anywhere">
        <p className="max-w-measure text-sm text-fg-muted">{texts.intro}</p>
        <div className="grid max-w-xl gap-1.5 text-sm">
          <h3 className="font-semibold">{texts.postLogout}</h3>
          {client.postLogoutRedirectUris.length === 0 ? (
            <p className="text-fg-muted">{texts.postLogoutNone}</p>
          ) : (
            <ul className="grid gap-1">
              {client.postLogoutRedirectUris.map((uri) => (
                <li key={uri}>
                  <code className="wrap-anywhere">{uri}</code>
                </li>
              ))}
            </ul>
          )}
          <p>
            <a
              href={`${clientPath(client.clientId, "/redirect-uris")}#post-logout-uris`}
              className="link inline-flex min-h-6 items-center"
            >
              {texts.postLogoutEdit}
            </a>
          </p>
        </div>
        <ActionForm
          action={action}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.title}
          className="grid max-w-xl content-start gap-5"
        >
          <div className="grid gap-1">
            <FormField
              id="backchannelLogoutUri"
              label={texts.backchannelUri}
              hint={texts.backchannelUriHint}
              defaultValue={client.backchannelLogoutUri ?? ""}
              {...ADDRESS_INPUT}
            />
            <FormSwitch
              id="backchannelLogoutSessionRequired"
              label={texts.backchannelSession}
              hint={texts.backchannelSessionHint}
              isOn={client.backchannelLogoutSessionRequired}
            />
          </div>
          <div className="grid gap-1">
            <FormField
              id="frontchannelLogoutUri"
              label={texts.frontchannelUri}
              hint={texts.frontchannelUriHint}
              defaultValue={client.frontchannelLogoutUri ?? ""}
              {...ADDRESS_INPUT}
            />
            <FormSwitch
              id="frontchannelLogoutSessionRequired"
              label={texts.frontchannelSession}
              hint={texts.frontchannelSessionHint}
              isOn={client.frontchannelLogoutSessionRequired}
            />
          </div>
          <FormField
            id="initiateLoginUri"
            label={texts.initiateLoginUri}
            hint={texts.initiateLoginUriHint}
            defaultValue={client.initiateLoginUri ?? ""}
            {...ADDRESS_INPUT}
          />
          <div>
            <Button variant="primary">{texts.save}</Button>
          </div>
        </ActionForm>
      </div>
    </Card>
  );
}
