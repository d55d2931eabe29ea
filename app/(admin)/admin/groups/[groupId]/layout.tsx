import type { ReactNode } from "react";
import { findGroupPage } from "@/lib/admin/admin-page";
import { answerNotFound } from "@/lib/http/page-status";
import AdminNotFound from "../../not-found";

interface Props {
  params: Promise<{ groupId: string }>;
  children: ReactNode;
}

/** Words in place of the page of a group that there is not. */
export default async function GroupLayout({ params, children }: Props) {
  if (await findGroupPage((await params).groupId)) return children;
  answerNotFound();
  return <AdminNotFound />;
}
