import { openAdminPage } from "@/lib/admin/admin-page";
import { answerNotFound } from "@/lib/http/page-status";
import AdminNotFound from "../not-found";

export { generateMetadata } from "../not-found";

/** Every address below `/admin` that no other page has. */
export default async function NoSuchAdminPage() {
  await openAdminPage();
  answerNotFound();
  return <AdminNotFound />;
}
