import { AdminShell } from "@/components/admin/admin-shell";
import { LookAlikeGroups } from "@/components/admin/look-alike-groups";
import { PendingChangesCard } from "@/components/admin/pending-changes";
import { ReviewDecision } from "@/components/admin/review-decision";
import { ReviewFacts, ShownApp } from "@/components/admin/review-facts";
import { Card } from "@/components/console/card";
import { StatusBadge } from "@/components/console/status-badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { adminTitle, openReviewPage } from "@/lib/admin/admin-page";
import { logoPath } from "@/lib/auth/logo-path";
import type { ClientParams } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";
import { resumeAppAction, suspendAppAction } from "../actions";
import { changeSuspensionAction, refuseAction, refuseChangesAction, verifyAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const { review } = await openReviewPage((await params).clientId);
  return adminTitle(review.client.name);
}

/** One app, with what a decision about it needs. */
export default async function AppReview({ params }: ClientParams) {
  const words = getWords();
  const opened = await openReviewPage((await params).clientId);
  const { review } = opened;
  const { client, logo, lookAlikes, revision } = review;
  const { clientId } = client;
  return (
    <AdminShell
      opened={opened}
      current="clients"
      title={client.name}
      before={
        <Breadcrumb
          label={words.console.breadcrumb}
          items={[{ href: "/admin/clients", label: words.admin.clients.title }, { label: client.name }]}
        />
      }
      aside={<StatusBadge status={review.status} />}
    >
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card title={words.admin.review.facts}>
          <ReviewFacts review={review} />
        </Card>
        <div className="grid content-start gap-6">
          {review.changes.length > 0 ? (
            <PendingChangesCard
              changes={review.changes}
              accept={verifyAction.bind(null, clientId, revision)}
              refuse={refuseChangesAction.bind(null, clientId)}
            />
          ) : null}
          <Card title={words.admin.review.shown}>
            <ShownApp review={review} logoSrc={logo && logoPath(clientId, logo.digest)} />
          </Card>
          <ReviewDecision
            client={client}
            verify={verifyAction.bind(null, clientId, revision)}
            refuse={refuseAction.bind(null, clientId)}
            suspend={changeSuspensionAction.bind(null, clientId, "suspend")}
            resume={changeSuspensionAction.bind(null, clientId, "resume")}
          />
        </div>
      </div>
      {lookAlikes.length > 0 ? (
        <LookAlikeGroups
          groups={[{ skeleton: clientId, clients: lookAlikes }]}
          suspend={suspendAppAction}
          resume={resumeAppAction}
        />
      ) : null}
    </AdminShell>
  );
}
