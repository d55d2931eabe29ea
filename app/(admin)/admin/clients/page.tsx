import { AdminShell } from "@/components/admin/admin-shell";
import { LookAlikeGroups } from "@/components/admin/look-alike-groups";
import { ReviewQueue } from "@/components/admin/review-queue";
import { LinkButton } from "@/components/ui/button";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { findLookAlikes } from "@/lib/admin/look-alikes";
import { listReviews } from "@/lib/admin/review-clients";
import { getWords } from "@/lib/i18n/words";
import { resumeAppAction, suspendAppAction } from "./actions";

export const generateMetadata = () => adminTitle(getWords().admin.clients.title);

/** Apps that somebody should look at: those that wait for review, and those that could be taken for one another. */
export default async function AppsToLookAt() {
  const words = getWords().admin.clients;
  const opened = await openAdminPage();
  const [reviews, groups] = await Promise.all([listReviews(opened.actor), findLookAlikes(opened.actor)]);
  return (
    <AdminShell
      opened={opened}
      current="clients"
      title={words.title}
      intro={words.intro}
      aside={<LinkButton href="/console">{words.all}</LinkButton>}
    >
      <ReviewQueue rows={reviews ?? []} now={new Date()} />
      <LookAlikeGroups groups={groups ?? []} suspend={suspendAppAction} resume={resumeAppAction} />
    </AdminShell>
  );
}
