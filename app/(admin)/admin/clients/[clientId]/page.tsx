import { LookAlikeGroups } from "@/components/admin/look-alike-groups";
import { Card } from "@/components/console/card";
import { StatusBadge } from "@/components/console/status-badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { adminTitle, openReviewPage } from "@/lib/admin/admin-page";
import { logoPath } from "@/lib/auth/logo-path";
import { getPageWords } from "@/lib/auth/page-words";
import type { ClientParams } from "@/lib/console/console-page";
import { AdminHeading } from "../../_parts/admin-heading";
import { changeSuspensionAction } from "../actions";
import { PendingChangesCard } from "./_parts/pending-changes";
import { ReviewDecision } from "./_parts/review-decision";
import { ReviewFacts, ShownApp } from "./_parts/review-facts";
import { refuseAction, refuseChangesAction, verifyAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const { review } = await openReviewPage((await params).clientId);
  return adminTitle(review.client.name);
}

/** One app, with what a decision about it needs. */
export default async function AppReview({ params }: ClientParams) {
  const opened = await openReviewPage((await params).clientId);
  const { review } = opened;
  const { client, logo, lookAlikes, revision } = review;
  const { clientId } = client;
  const words = await getPageWords();
  return (
    <>
      <AdminHeading
        title={client.name}
        before={
          <Breadcrumb
            label={words.console.breadcrumb}
            items={[{ href: "/admin/clients", label: words.admin.clients.title }, { label: client.name }]}
          />
        }
        aside={<StatusBadge words={words} status={review.status} />}
      />
      <div className="grid items-start gap-6 @3xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card title={words.admin.review.facts}>
          <ReviewFacts words={words} review={review} />
        </Card>
        <div className="grid content-start gap-6">
          {review.changes.length > 0 ? (
            <PendingChangesCard
              words={words}
              changes={review.changes}
              accept={verifyAction.bind(null, clientId, revision)}
              refuse={refuseChangesAction.bind(null, clientId)}
            />
          ) : null}
          <Card title={words.admin.review.shown}>
            <ShownApp words={words} review={review} logoSrc={logo && logoPath(clientId, logo.digest)} />
          </Card>
          <ReviewDecision
            words={words}
            client={client}
            verify={verifyAction.bind(null, clientId, revision)}
            refuse={refuseAction.bind(null, clientId)}
            suspend={changeSuspensionAction.bind(null, "suspend", "app", clientId)}
            resume={changeSuspensionAction.bind(null, "resume", "app", clientId)}
          />
        </div>
      </div>
      {lookAlikes.clients.length > 0 ? (
        <LookAlikeGroups
          words={words}
          groups={[{ skeleton: clientId, ...lookAlikes }]}
          more={0}
          suspend={changeSuspensionAction.bind(null, "suspend", "list")}
          resume={changeSuspensionAction.bind(null, "resume", "list")}
        />
      ) : null}
    </>
  );
}
