import { appPath } from "@/components/admin/app-columns";
import { BrandingForm } from "@/components/console/branding-form";
import { Card } from "@/components/console/card";
import { ClientShell } from "@/components/console/client-shell";
import { LogoCard } from "@/components/console/logo-card";
import { ReviewCard } from "@/components/console/review-card";
import { AppLogo } from "@/components/ui/app-logo";
import { logoPath } from "@/lib/auth/logo-path";
import { findReviewRefusal } from "@/lib/console/ask-for-review";
import { findLogo } from "@/lib/console/client-logo";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";
import { withPending } from "@/lib/oauth/register/review";
import { askForReviewAction, saveBrandingAction, saveLogoAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  return clientTitle(getWords().console.branding.title, (await params).clientId);
}

/** What people see about the app. */
export default async function Branding({ params }: ClientParams) {
  const words = getWords().console.branding;
  const opened = await openClientPage((await params).clientId);
  const { actor, client } = opened;
  const logo = await findLogo(actor, client.clientId);
  const logoSrc = logo && logoPath(client.clientId, logo.digest);
  return (
    <ClientShell opened={opened} section="branding" intro={words.intro}>
      <div className="grid gap-8 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Card>
          <BrandingForm client={withPending(client)} action={saveBrandingAction.bind(null, client.clientId)} />
        </Card>
        <div className="grid content-start gap-6">
          <ReviewCard
            status={client.status}
            pending={client.pendingChanges}
            refusal={await findReviewRefusal(actor, client.clientId)}
            ask={askForReviewAction.bind(null, client.clientId)}
            decideHref={opened.user.isAdmin ? appPath(client.clientId) : null}
          />
          <LogoCard
            src={logoSrc}
            sourceUri={logo ? logo.sourceUri : client.logoUri}
            name={client.name}
            action={saveLogoAction.bind(null, client.clientId)}
          />
          <Card title={words.preview}>
            <div className="flex items-center gap-3">
              <AppLogo name={client.name} src={client.status === "verified" ? logoSrc : null} />
              <p className="grid min-w-0">
                <span className="font-semibold wrap-anywhere">{client.name}</span>
                {client.publisher ? (
                  <span className="text-sm text-fg-muted wrap-anywhere">{words.previewBy(client.publisher)}</span>
                ) : null}
              </p>
            </div>
          </Card>
        </div>
      </div>
    </ClientShell>
  );
}
