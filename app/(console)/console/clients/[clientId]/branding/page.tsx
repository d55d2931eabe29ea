import { appPath } from "@/components/admin/app-columns";
import { Card } from "@/components/console/card";
import { AppLogo } from "@/components/ui/app-logo";
import { logoPath } from "@/lib/auth/logo-path";
import { getPageWords } from "@/lib/auth/page-words";
import { findReviewRefusal } from "@/lib/clients/ask-for-review";
import { findLogo } from "@/lib/clients/client-logo";
import { nameSeenMembers } from "@/lib/clients/seen-members";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { brandingMembers } from "@/lib/console/setting-fields";
import { withPending } from "@/lib/oauth/client/review";
import { ClientHeading } from "../_parts/client-heading";
import { BrandingForm } from "./_parts/branding-form";
import { LogoCard } from "./_parts/logo-card";
import { ReviewCard } from "./_parts/review-card";
import { askForReviewAction, saveBrandingAction, saveLogoAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.branding.title, (await params).clientId);
}

/** What people see about the app. */
export default async function Branding({ params }: ClientParams) {
  const words = await getPageWords();
  const texts = words.console.branding;
  const opened = await openClientPage((await params).clientId);
  const { managed, client } = opened;
  const logo = await findLogo(managed);
  const logoSrc = logo && logoPath(client.clientId, logo.digest);
  return (
    <>
      <ClientHeading words={words} opened={opened} section="branding" intro={texts.intro} />
      <div className="grid gap-8 @3xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Card>
          <BrandingForm
            words={words}
            client={withPending(client)}
            action={saveBrandingAction.bind(null, client.clientId, nameSeenMembers(client, brandingMembers))}
          />
        </Card>
        <div className="grid content-start gap-6">
          <ReviewCard
            words={words}
            status={client.status}
            pending={client.pendingChanges}
            refusal={await findReviewRefusal(managed)}
            ask={askForReviewAction.bind(null, client.clientId)}
            decideHref={opened.user.isAdmin ? appPath(client.clientId) : null}
          />
          <LogoCard
            words={words}
            src={logoSrc}
            sourceUri={logo ? logo.sourceUri : client.logoUri}
            name={client.name}
            action={saveLogoAction.bind(null, client.clientId)}
          />
          <Card title={texts.preview}>
            <div className="flex items-center gap-3">
              <AppLogo name={client.name} src={client.status === "verified" ? logoSrc : null} />
              <p className="grid min-w-0">
                <span className="font-semibold wrap-anywhere">{client.name}</span>
                {client.publisher ? (
                  <span className="text-sm text-fg-muted wrap-anywhere">{texts.previewBy(client.publisher)}</span>
                ) : null}
              </p>
            </div>
          </Card>
        </div>
      </div>
    </>
  );
}
