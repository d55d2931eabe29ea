import { LookAlikeGroups } from "@/components/admin/look-alike-groups";
import { LinkButton } from "@/components/ui/button";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { findLookAlikes } from "@/lib/admin/look-alikes";
import { listReviews } from "@/lib/admin/review-clients";
import { getPageWords } from "@/lib/auth/page-words";
import { AdminHeading } from "../_parts/admin-heading";
import { ReviewQueue } from "./_parts/review-queue";
import { changeSuspensionAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.clients.title);
};

/** Apps that somebody should look at: those that wait for review, and those that could be taken for one another. */
export default async function AppsToLookAt() {
  const words = await getPageWords();
  const texts = words.admin.clients;
  const opened = await openAdminPage();
  const [waiting, alike] = await Promise.all([listReviews(opened.actor), findLookAlikes(opened.actor)]);
  return (
    <>
      <AdminHeading
        title={texts.title}
        intro={texts.intro}
        aside={<LinkButton href="/console">{texts.all}</LinkButton>}
      />
      <ReviewQueue words={words} rows={waiting?.reviews ?? []} more={waiting?.more ?? 0} now={new Date()} />
      <LookAlikeGroups
        words={words}
        groups={alike?.groups ?? []}
        more={alike?.more ?? 0}
        suspend={changeSuspensionAction.bind(null, "suspend", "list")}
        resume={changeSuspensionAction.bind(null, "resume", "list")}
      />
    </>
  );
}
