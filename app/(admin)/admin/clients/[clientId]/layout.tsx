import type { ReactNode } from "react";
import { findReviewPage } from "@/lib/admin/admin-page";
import type { ClientParams } from "@/lib/console/console-page";
import { answerNotFound } from "@/lib/http/page-status";
import AdminNotFound from "../../not-found";

/** Shows that there is no such app, in place of its page. */
export default async function ReviewLayout({ params, children }: ClientParams & { children: ReactNode }) {
  if (await findReviewPage((await params).clientId)) return children;
  answerNotFound();
  return <AdminNotFound />;
}
